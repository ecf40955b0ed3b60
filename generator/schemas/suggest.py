"""An unknown field -> what was probably meant: a field of nearly that name, or the same name elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from msgspec import Struct
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from generator.json_types import JsonMap, dotted
from generator.json_types import Path as Field
from generator.schemas.validator import load, resolve

FEW = 8
DEPTH = 3
EVERYWHERE = frozenset({"apiVersion", "kind", "metadata", "spec", "status"})
"""Fields that every object has: that one of them is elsewhere too says nothing."""


class Node(Struct, frozen=True):
    """A part of a schema, and the file that its references are relative to."""

    file: Path
    schema: JsonMap

    def fields(self) -> JsonMap:
        for part in (self.schema, *self.schema.get("allOf", ())):
            resolved = resolve(self.file, part)[1]
            if "properties" in resolved:
                found: JsonMap = resolved["properties"]
                return found
        return {}

    def child(self, step: str | int) -> Node | None:
        """The schema of a field, of the values of a map, or of the items of a list."""
        inner = self.schema.get("items" if isinstance(step, int) else "additionalProperties")
        if isinstance(step, str):
            inner = self.fields().get(step, inner)
        return node(self.file, inner) if isinstance(inner, dict) else None


def node(file: Path, schema: JsonMap) -> Node:
    return Node(*resolve(file, schema))


def hint(parent: Field, name: str, schema: Path) -> str:
    """What to do about the field `name`, which the map at `parent` does not have; empty when nothing is near."""
    way = [node(schema.resolve(), load(schema.resolve()))]
    for step in parent:
        child = way[-1].child(step)
        if child is None:
            return ""
        way.append(child)
    known = way[-1].fields()
    elsewhere = () if name in EVERYWHERE else chain(_above(way, parent, name), _below(way[-1], parent, name))
    meant = nearest(name, known, cutoff=0.85) or next(iter(elsewhere), "") or nearest(name, known)
    if meant:
        return f"did you mean {meant}?"
    return f"the fields here are {', '.join(sorted(known))}" if 0 < len(known) <= FEW else ""


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.7) -> str:
    """The known word that is most like it, whatever the case of the letters, or nothing."""
    folded = {item.lower(): item for item in known}
    near = get_close_matches(word.lower(), folded, n=1, cutoff=cutoff)
    return folded[near[0]] if near else ""


def _above(way: list[Node], parent: Field, name: str) -> Iterator[str]:
    """In a map around this one (a line indented too far), or in its namesake there (the pod's `securityContext`)."""
    for depth in reversed(range(len(parent))):
        if name in way[depth].fields():
            yield dotted((*parent[:depth], name))
        last = parent[-1]
        namesake = way[depth].child(last) if isinstance(last, str) and last not in EVERYWHERE else None
        if namesake is not None and name in namesake.fields():
            yield dotted((*parent[:depth], last, name))


def _below(start: Node, parent: Field, name: str) -> Iterator[str]:
    level: list[tuple[Node, str]] = [(start, dotted(parent))]
    for depth in range(DEPTH):
        level = [inner for place in level for inner in _inside(*place, nested=depth > 0)]
        yield from (f"{text}.{name}" for inner, text in level if name in inner.fields())


def _inside(outer: Node, text: str, *, nested: bool) -> Iterator[tuple[Node, str]]:
    """The maps in the fields of a map. Nobody writes a status, and metadata is meant only at the top."""
    for name in outer.fields():
        inner = outer.child(name)
        if inner is None or name == "status" or (nested and name == "metadata"):
            continue
        place = f"{text}.{name}".removeprefix(".")
        items = inner.child(0)
        yield (items, f"{place}[]") if items else (inner, place)
