"""Names for values that came out of YAML or go into it.

`Json` is an alias of `Any` on purpose: a recursive alias would ask for a cast at every read of a manifest's field,
and what proves the shape of these values is a schema (the catalog's, and Kubernetes' own), not the type checker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias, cast

_STEP = re.compile(r"\[([0-9]+)\]|\['((?:[^'\\]|\\')*)'\]|([^.\[\]]+)")

Json: TypeAlias = Any
JsonMap: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]
"""The way from the root of a document to a value: keys of maps, 0-based positions of lists."""


def get(value: Json, path: Path) -> Json:
    """The value at `path`; raises KeyError where there is none."""
    for step in path:
        if isinstance(value, list) and not (isinstance(step, int) and step < len(value)):
            raise KeyError(step)
        if not isinstance(value, (dict, list)) or (isinstance(value, dict) and step not in value):
            raise KeyError(step)
        value = cast(Json, value)[step]
    return value


def as_map(value: Json) -> JsonMap:
    """A map as it is, and an empty one in the place of anything else."""
    return value if isinstance(value, dict) else {}


def matching(value: Json, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every value that a path leads to, in which `*` stands for each item of a map or list."""
    if not pattern:
        yield path, value
        return
    head, rest = pattern[0], pattern[1:]
    if head == "*":
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            yield from matching(item, rest, (*path, key))
    elif isinstance(value, dict) and head in value:
        yield from matching(value[head], rest, (*path, head))


def without_nulls(value: Json) -> Json:
    """A copy in which no map holds a null: Kubernetes reads a null field as an absent one."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def dotted(path: Path) -> str:
    """`("spec", "containers", 0)` as `spec.containers[0]`; keys that hold dots or slashes as `labels['a/b']`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.replace("-", "").replace("_", "").isalnum():
            text += f".{step}" if text else step
        else:
            text += f"[{step!r}]"
    return text


def parsed(field: str) -> Path:
    """The inverse of `dotted`."""
    return tuple(
        int(match[1]) if match[1] else match[2].replace("\\'", "'") if match[2] is not None else match[3]
        for match in _STEP.finditer(field)
    )
