"""A value, and what the catalog declares of it -> whether it is that.

Messages of jsonschema quote what they are about. Of those only the place in the schema is taken, which the catalog has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.json_types import Json, JsonMap
from generator.secrets.content.wrong import Wrong

if TYPE_CHECKING:
    import jsonschema

_RULE = "invalid-secret-value"
_MOST = 5
"""How many places of a schema are named."""


def findings(key: str, value: bytes, about: JsonMap) -> Iterator[Wrong]:
    """`about` is what stands of the key under `keys`."""
    if "pattern" not in about and "schema" not in about:
        return
    try:
        text = value.decode()
    except UnicodeDecodeError:
        yield Wrong(_RULE, key, "the value is no text, and the catalog declares what text it is", _hint(about))
        return
    if about.get("pattern") is not None and not re.fullmatch(about["pattern"], text):
        yield Wrong(_RULE, key, "the value does not match the `pattern` that the catalog declares", _hint(about))
    if about.get("schema") is not None:
        yield from _of_schema(key, text, about)


def _hint(about: JsonMap) -> str:
    fields = " or ".join(f"`{name}`" for name in ("pattern", "schema") if about.get(name) is not None)
    return f"put another value in, or correct {fields} in the catalog"


def _of_schema(key: str, text: str, about: JsonMap) -> Iterator[Wrong]:
    try:
        document = _read(text)
    except (ValueError, RecursionError):
        yield Wrong(_RULE, key, "the value is neither JSON nor YAML, and the catalog declares a `schema`", _hint(about))
        return
    places = _broken(document, about["schema"])
    if places:
        more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
        message = f"the value does not fit its `schema` at {', '.join(places[:_MOST])}{more}"
        yield Wrong(_RULE, key, message, _hint(about))


def _read(text: str) -> Json:
    """Raises ValueError."""
    try:
        return json.loads(text)
    except ValueError:
        import yaml

        try:
            return yaml.load(text, Loader=_loader())
        except yaml.YAMLError:
            raise ValueError from None


def _loader() -> type:
    """YAML, in which a date is a text, as it would be in JSON."""
    import yaml

    class Loader(yaml.CSafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [item for item in found if item[0] != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader


def _broken(document: Json, schema: JsonMap) -> list[str]:
    """The constraints that do not hold, as JSON pointers in the schema. The last part of each is the keyword."""
    from jsonschema import Draft202012Validator, SchemaError
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    try:
        Draft202012Validator.check_schema(schema)
        # With a registry of its own it asks nobody for what a `$ref` may lead to.
        validator = Draft202012Validator(schema, registry=Registry())
        return sorted({_pointer(error) for error in validator.iter_errors(document)})
    except (SchemaError, re.error):
        return []  # a mistake of the catalog, which is told there
    except Unresolvable:
        return ["a `$ref` that leads nowhere"]


def _pointer(error: jsonschema.ValidationError) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in error.absolute_schema_path)
    return "".join(f"/{step}" for step in steps)
