"""An object before and after -> the fields that differ, as lines. Nothing secret is among them.

Items of lists are told apart by what names them (`containers[web]`), so an item that was put in front of others is one
change.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from generator.catalog.discretion import is_private_key, is_secret, may_be_secret
from generator.json_types import Json
from generator.model.merge import ABSENT
from generator.review.objects import ObjectChange

Sign = Literal["-", "+", " "]
HIDDEN = "(hidden)"

_NAMING = (
    *("name", "mountPath", "devicePath", "containerPort", "port", "topologyKey", "host", "ip", "key", "path"),
    *("secretName", "type"),
)
"""Fields that tell the items of a list apart, the likeliest first."""


class Item(NamedTuple):
    """An item of a list, by what names it."""

    name: str


class Field(NamedTuple):
    """A place that differs; ABSENT on the side that does not have it."""

    path: tuple[str | int | Item, ...]
    before: Json
    after: Json

    @property
    def text(self) -> str:
        found = ""
        for step in self.path:
            if isinstance(step, Item):
                found += f"[{step.name}]"
            elif isinstance(step, int) or any(char in step for char in "./[] "):
                found += f"[{step}]"
            else:
                found += f".{step}" if found else step
        return found

    @property
    def plain(self) -> str:
        """The path without items of lists: `spec.template.spec.containers.image`."""
        return ".".join(step for step in self.path if isinstance(step, str))


def fields(before: Json, after: Json, path: tuple[str | int | Item, ...] = ()) -> Iterator[Field]:
    """The deepest places that differ, in order of name; what is on one side only comes leaf by leaf."""
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = _side(before, dict), _side(after, dict)
        if old is not None and new is not None and (old or new):
            for key in sorted(old.keys() | new.keys()):
                yield from fields(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
            return
    if isinstance(before, list) or isinstance(after, list):
        lists = _side(before, list), _side(after, list)
        if lists[0] is not None and lists[1] is not None and (lists[0] or lists[1]):
            yield from _items(*lists, path)
            return
    if before is not after and (type(before) is not type(after) or before != after):
        yield Field(path, before, after)


def _side(value: Json, kind: type) -> Json:
    """A container of the kind: an empty one for what is absent, None for what is something else."""
    if value is ABSENT:
        return kind()
    return value if isinstance(value, kind) else None


def _items(before: list[Json], after: list[Json], path: tuple[str | int | Item, ...]) -> Iterator[Field]:
    naming = next((name for name in _NAMING if _names(before, name) and _names(after, name)), "")
    if naming:
        old, new = ({str(item[naming]): item for item in items} for items in (before, after))
        for name in {**old, **new}:
            yield from fields(old.get(name, ABSENT), new.get(name, ABSENT), (*path, Item(name)))
    elif all(not isinstance(item, (dict, list)) for item in (*before, *after)):
        if before != after:
            yield Field(path, before or ABSENT, after or ABSENT)
    else:
        for place in range(max(len(before), len(after))):
            one, other = (items[place] if place < len(items) else ABSENT for items in (before, after))
            yield from fields(one, other, (*path, place))


def _names(items: list[Json], field: str) -> bool:
    """Whether a field tells all items apart."""
    names = [item.get(field) for item in items if isinstance(item, dict)]
    scalar = all(isinstance(name, (str, int)) for name in names)
    return len(names) == len(items) and scalar and len({str(name) for name in names}) == len(names)


def lines(change: ObjectChange) -> list[tuple[Sign, str]]:
    """What differs; of what is new or gone all that is in it."""
    before = ABSENT if change.before is None else change.before
    after = ABSENT if change.after is None else change.after
    return [line for field in fields(before, after) for line in _lines(change.kind, field)]


def _lines(kind: str, field: Field) -> Iterator[tuple[Sign, str]]:
    before, after = field.before, field.after
    if hides(kind, field):
        said = "" if ABSENT in (before, after) else ", another one"
        yield from ((sign, f"{field.text}: {HIDDEN}{said}") for sign in _signs(before, after))
    elif isinstance(before, str) and isinstance(after, str) and "\n" in before + after:
        yield " ", f"{field.text}:"
        yield from _text(before.splitlines(), after.splitlines())
    else:
        for sign in _signs(before, after):
            value = before if sign == "-" else after
            if isinstance(value, str) and "\n" in value:
                yield sign, f"{field.text}:"
                yield from ((sign, f"  {_shown(line)}") for line in value.splitlines())
            else:
                yield sign, f"{field.text}: {value if isinstance(value, str) and value else json.dumps(value)}"


def _signs(before: Json, after: Json) -> list[Sign]:
    found: list[Sign] = []
    found += ["-"] if before is not ABSENT else []
    found += ["+"] if after is not ABSENT else []
    return found


def _text(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sign, str]]:
    for line in list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]:
        if line.startswith("@@"):
            continue
        sign: Sign = "-" if line[0] == "-" else "+" if line[0] == "+" else " "
        yield sign, f"  {_shown(line[1:])}"


def _shown(line: str) -> str:
    """A line of a file, unless it may hold a secret."""
    return HIDDEN if may_be_secret(line) or "ENC[" in line else line


def hides(kind: str, field: Field) -> bool:
    """Whether the value of a field is not to be shown."""
    if kind == "Secret" and field.path[:1] in (("data",), ("stringData",), ("sops",)):
        return True
    texts = [str(value) for value in (field.before, field.after) if value is not ABSENT]
    if any(is_private_key(text) or "ENC[AES256_GCM" in text for text in texts):
        return True
    named = [step for step in field.path if isinstance(step, str)]
    items = [step.name for step in field.path if isinstance(step, Item)]
    is_variable = named[-1:] == ["value"] and any(is_secret(name) for name in items)
    return is_variable or any(is_secret(name) for name in named)
