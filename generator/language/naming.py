"""Lists of named things -> `Named` maps, the canonical shape in which layers merge; the metadata of one resource."""

from __future__ import annotations

from collections.abc import Callable

from generator.json_types import Json, JsonMap
from generator.language.types import described, map_of, string
from generator.model.merge import Named


def metadata(whose: str) -> JsonMap:
    """The fields for what one resource has beside the labels and annotations of all: `whose` names it."""
    return {
        "labels": described(f"Labels of {whose} only.", map_of(string("label-value"), "label-key")),
        "annotations": described(f"Annotations of {whose} only.", map_of(string(), "label-key")),
    }


def by_name(value: Json, expand: Callable[[Json], Json] = lambda item: item, key: str = "name") -> Json:
    """A map or a list of things, as written -> `Named`; each item expanded, null kept (it removes)."""
    if isinstance(value, list):
        items = {item[key]: expand({k: v for k, v in item.items() if k != key}) for item in value}
        return Named(items, tuple(items))
    if isinstance(value, dict):
        return Named({name: None if item is None else expand(item) for name, item in value.items()})
    return value


def renamed(
    field: str, expand: Callable[[Json], Json] = lambda item: item, key: str = "name"
) -> Callable[[Json], JsonMap]:
    """The `Field.expand` of a field that holds named things."""
    return lambda value: {field: by_name(value, expand, key)}


def one_of(value: Json, alternatives: tuple[str, ...]) -> Json:
    """A map in which one of `alternatives` can stand: the one that is given removes the others of lower layers."""
    if isinstance(value, dict) and any(value.get(name) is not None for name in alternatives):
        return {**dict.fromkeys(alternatives), **value}
    return value
