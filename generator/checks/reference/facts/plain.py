"""Values of a manifest that may be anything -> those of the type that they should have.

What is of another type is a finding of the schema's, and nothing to anybody else.
"""

from __future__ import annotations

from generator.json_types import Json, as_map


def text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def whole(value: Json) -> int | None:
    return value if type(value) is int else None


def texts(value: Json) -> dict[str, str]:
    """Labels, as far as they are such."""
    return {key: item for key, item in as_map(value).items() if isinstance(item, str)}


def as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
