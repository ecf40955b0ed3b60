"""Values as people give them <-> as a Secret holds them."""

from __future__ import annotations

import base64
import binascii

from generator.catalog.formats import FORMATS
from generator.errors import KubecatalogError
from generator.json_types import Json, JsonMap
from generator.secret_types import MAX_BYTES
from generator.secrets.file import SECTIONS
from generator.secrets.key_order import ordered

Values = dict[str, bytes]
"""What a Secret holds, by key."""


def checked(key: str, value: bytes, *, binary: bool = False, empty: bool = False) -> bytes:
    """The value, where it is one that a Secret can hold and somebody can have meant. Raises KubecatalogError."""
    must_be_key(key)
    return checked_value(key, value, binary=binary, empty=empty)


def checked_value(name: str, value: bytes, *, binary: bool = False, empty: bool = False) -> bytes:
    """The same of a value alone, which may be on its way to another key."""
    if len(value) > MAX_BYTES:
        message = f"the value of {name} is too large: a Secret holds at most {MAX_BYTES:,} bytes in all"
        raise KubecatalogError(message, "put large files into a volume, and what opens them into the Secret")
    if not value and not empty:
        raise KubecatalogError(f"the value of {name} is empty", "give one, or --allow-empty where it is meant")
    if value.lstrip().startswith(b"ENC[AES256_GCM,"):
        message = f"the value of {name} looks like ciphertext of sops"
        raise KubecatalogError(message, "decrypt it first: `kubecatalog secrets get` in the repository it is from")
    if not binary and not is_text(value):
        what = "a NUL byte" if b"\0" in value else "bytes that are no UTF-8 text"
        message = f"the value of {name} holds {what}, which no environment variable can have"
        raise KubecatalogError(message, "give --binary for a value that is mounted as a file")
    return value


def must_be_key(key: str) -> None:
    """Raises KubecatalogError for what no Secret can have as a key."""
    form = FORMATS["config-key"]
    if not form.check(key):
        raise KubecatalogError(f'"{key}" cannot be a key of a Secret', f"expected {form.expected}: {form.example}")


def must_fit(values: Values, shown: str) -> None:
    """Raises KubecatalogError where the API server would not take them all in one Secret."""
    size = sum(len(value) for value in values.values())
    if size > MAX_BYTES:
        message = f"{shown} would hold {size:,} bytes; a Secret holds at most {MAX_BYTES:,} in all"
        raise KubecatalogError(message, "nothing was changed; put some of it into one of `secrets`, or into a volume")


def is_text(value: bytes) -> bool:
    try:
        return "\0" not in value.decode()
    except UnicodeDecodeError:
        return False


def of_secret(secret: JsonMap, shown: str) -> Values:
    """What a plain Secret holds. Raises KubecatalogError where `data` is not base64."""
    values: Values = {}
    for section in SECTIONS:
        for key, text in (secret.get(section) or {}).items():
            if isinstance(text, (dict, list)):
                hint = "a Secret has texts only; write the file anew with `kubecatalog secrets import`"
                raise KubecatalogError(f"{shown}: the value of {section}.{key} is a map or a list", hint)
            if text is not None:
                values[key] = _decoded(text, key, shown) if section == "data" else _text(text)
    return values


def _decoded(text: Json, key: str, shown: str) -> bytes:
    try:
        return base64.b64decode("".join(str(text).split()), validate=True)
    except (binascii.Error, ValueError):
        hint = "write it anew with `kubecatalog secrets set`: what stands in `data` is base64, in `stringData` text"
        raise KubecatalogError(f"{shown}: the value of data.{key} is not base64", hint) from None


def _text(value: Json) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else str(value).encode()


def sections(values: Values, before: JsonMap) -> dict[str, dict[str, str]]:
    """The values as they stand in a Secret: in the order of kustomize, text in `stringData`, other bytes in `data`. A
    key stays in the section that it has in the Secret `before`, and its text as it is where it is of the same value."""
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for key in ordered(values):
        value = values[key]
        old = (before.get("data") or {}).get(key)
        in_data = (old is not None and key not in (before.get("stringData") or {})) or not is_text(value)
        if not in_data:
            found["stringData"][key] = value.decode()
        elif old is not None and _decoded(old, key, "") == value:
            found["data"][key] = old
        else:
            found["data"][key] = base64.b64encode(value).decode()
    return found
