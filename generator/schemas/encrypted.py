"""A manifest that sops encrypted -> what is left of it to validate: no `sops` key, no value of a Secret."""

from __future__ import annotations

from generator.json_types import Json, JsonMap


def is_encrypted(document: JsonMap) -> bool:
    """sops writes its message authentication code beside the recipients, into a key of its own at the top."""
    metadata = document.get("sops")
    return isinstance(metadata, dict) and "mac" in metadata


def shape(document: JsonMap) -> JsonMap:
    """What a schema is about, fit to be written to a file: the strings of `data` and `stringData` are emptied.

    A Secret that holds plaintext beside a `sops` key is a mistake that must not spread to a second file.
    """
    return {
        key: _emptied(value) if key in ("data", "stringData") else value
        for key, value in document.items()
        if key != "sops"
    }


def _emptied(value: Json) -> Json:
    if not isinstance(value, dict):
        return "" if isinstance(value, str) else value
    return {key: "" if isinstance(item, str) else item for key, item in value.items()}
