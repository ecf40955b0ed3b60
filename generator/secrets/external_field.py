"""The text of a service's file -> the same with an external secret, or without one, in some environments or in all."""

from __future__ import annotations

from collections.abc import Callable, Collection

from generator.catalog import edit, yaml_source
from generator.json_types import JsonMap, Path, get

Effective = Callable[[JsonMap, str], JsonMap]
"""What a service's file says, and an environment -> its effective fields there."""


def put_in(text: str, path: Path, value: JsonMap, environment: str) -> str:
    """With `value` at a field of the service; in all environments where none is named."""
    for name, own in (data(text).get("environments") or {}).items():
        # What an earlier move back has left would take away again what is put in.
        if isinstance(own, dict) and holds(own, path) and get(own, path) is None:
            text = _removed(text, ("environments", name, *path))
    return edit.edited(text, within(path, environment), value)


def taken_out(text: str, path: Path, environments: Collection[str], effective: Effective, *, everywhere: bool) -> str:
    """Removed where it stands, and null where it comes from a level above; `everywhere`: those are all environments."""

    def is_there(name: str) -> bool:
        return holds(effective(data(text), name), path)

    own = [within(path, name) for name in environments]
    for place in [path, *own] if everywhere else own:
        if holds(data(text), place):
            text = _removed(text, place)
    if everywhere and all(is_there(name) for name in environments):
        text = edit.edited(text, path, None)
    for name in environments:
        if is_there(name):
            text = edit.edited(text, within(path, name), None)
    return text


def within(path: Path, environment: str) -> Path:
    """Where a field stands in the file of a service: in an environment, or for all where none is named."""
    return ("environments", environment, *path) if environment else path


def data(text: str) -> JsonMap:
    found: JsonMap = yaml_source.parse(text.encode()).data
    return found


def holds(value: JsonMap, path: Path) -> bool:
    try:
        get(value, path)
    except KeyError:
        return False
    return True


def _removed(text: str, path: Path) -> str:
    """Without the value, and without the maps around it that held nothing else."""
    while len(path) > 1 and len(get(data(text), path[:-1])) == 1:
        path = path[:-1]
    return edit.removed(text, path)
