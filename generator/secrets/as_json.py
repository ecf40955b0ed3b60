"""Values <-> a JSON object: a text is a string, other bytes are `{"base64": ...}`."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable

from generator.catalog.suggest import did_you_mean
from generator.errors import KubecatalogError
from generator.json_types import Json
from generator.secrets.values import Values, is_text

_BASE64 = "base64"


def text(values: Values) -> str:
    return json.dumps({key: _json(value) for key, value in sorted(values.items())}, indent=2)


def _json(value: bytes) -> Json:
    return value.decode() if is_text(value) else {_BASE64: base64.b64encode(value).decode()}


def parsed(content: str) -> Json:
    """What a JSON text says. Raises KubecatalogError, which shows nothing of the text."""
    try:
        return json.loads(content, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
    except RecursionError:
        place = "nested too deeply"
    raise KubecatalogError(f"what is given is not JSON: {place}", 'expected {"KEY": "VALUE", ...}')


def _once(pairs: list[tuple[str, Json]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise KubecatalogError(f"what is given has a key twice: {', '.join(twice)}", "leave one of each")
    return found


def values(data: Json, faults: list[str]) -> Values:
    """The values of an object; what is wrong with one of them is added to `faults`."""
    if not isinstance(data, dict):
        raise KubecatalogError("what is given is not a JSON object", 'expected {"KEY": "VALUE", ...}')
    found: Values = {}
    for key, value in data.items():
        try:
            found[key] = _bytes(value)
        except (binascii.Error, ValueError, TypeError):
            faults.append(f'the value of {key} is not a text, nor {{"base64": "..."}} of bytes')
    return found


def _bytes(value: Json) -> bytes:
    if isinstance(value, dict) and list(value) == [_BASE64]:
        return base64.b64decode(value[_BASE64], validate=True)
    if not isinstance(value, str):
        raise TypeError
    return value.encode()


def only(given: Values, wanted: Iterable[str]) -> Values:
    """The values, all of which must be of wanted keys."""
    known = list(wanted)
    for key in given:
        if key not in known:
            hint = did_you_mean(key, known) or f"these have none yet: {', '.join(known)}"
            raise KubecatalogError(f'nobody asked for a value of "{key}"', hint)
    return given
