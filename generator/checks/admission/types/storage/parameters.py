"""What a class tells its driver -> what is wrong with it."""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, malformed, too_many
from generator.json_types import Json

MOST = 512
MOST_BYTES = 256 * 1024


def parameters(value: Json) -> Wrong | None:
    if len(value) > MOST:
        return too_many(len(value), MOST, "parameters")
    if "" in value:
        return malformed("", "a parameter with a name", "name it, or remove it")
    size = sum(len(key.encode()) + len((item or "").encode()) for key, item in value.items())
    return too_many(size, MOST_BYTES, "bytes") if size > MOST_BYTES else None


def provisioner(value: Json) -> Wrong | None:
    """Of a qualified name's form, whatever the case of its letters."""
    return formats.qualified_name(value.lower())
