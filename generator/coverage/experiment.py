"""A field of the catalog -> the fields of manifests that it reaches, by experiment.

A value is put into a service and another one in its place; the pure stages make manifests of both. Where the first
manifests hold the first value and the second ones the second, the field reaches that place. A whole map is tried
first; where it arrives as it was written, so does everything in it, and else each of its fields is tried for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum, auto
from itertools import zip_longest

from msgspec import Struct, field

from generator.coverage import api
from generator.coverage.api import Node
from generator.coverage.values import Part, Path, Values
from generator.json_types import Json, JsonMap
from generator.model.merge import ABSENT

Make = Callable[[JsonMap], list[JsonMap]]
"""Fields of the catalog as they are written -> manifests."""

KEY = "NAME"
"""The last step of a way that leads to the key of a map."""

Place = tuple[str, str]
"""A kind with its API version (`apps/v1/Deployment`), and the path of a field."""


class Hit(IntEnum):
    """How the value of the catalog shows in a field of a manifest, the best first."""

    WHOLE = auto()
    """It stands there as it was written."""
    INSIDE = auto()
    """It stands among others in a list or map there."""
    SHAPED = auto()
    """Another value there makes a difference."""


class Way(Struct, frozen=True):
    """How a field of the catalog reaches a field of a manifest."""

    path: Path
    hit: Hit
    reached: int
    """How many places the same experiment reached."""


class Found(Struct):
    ways: dict[Place, set[Way]] = field(default_factory=dict)
    seen: set[Place] = field(default_factory=set)
    """Every field that any of the manifests had."""
    _last: dict[tuple[str, str], JsonMap] = field(default_factory=dict)

    def see(self, manifest: JsonMap) -> None:
        kind, name = f"{manifest['apiVersion']}/{manifest['kind']}", manifest["metadata"]["name"]
        if self._last.get((kind, name)) != manifest:
            self._last[kind, name] = manifest
            node = api.kind(manifest["apiVersion"], manifest["kind"])
            self.seen.update((kind, path) for path in _paths(manifest, node, ""))


class Experiments:
    """Experiments in one context: what is written around the field, and what makes manifests of it. Raises what that
    raises where the context itself is wrong, for nothing would show in it."""

    def __init__(self, values: Values, context: JsonMap, make: Make, found: Found) -> None:
        self._values = values
        self._context = context
        self._make = make
        self._found = found
        make(context)

    def field(self, path: Path, schema: JsonMap, idle: list[tuple[Path, JsonMap]] | None = None) -> set[str]:
        """Try a field in each of its forms, and what lies in it; the kinds that it reached.

        What makes no difference goes to `idle`, where it is given; otherwise all that lies in it is tried.
        """
        kinds: set[str] = set()
        for part in self._values.parts(schema):
            arrived, touched = self._try(path, part)
            kinds |= touched
            if not arrived and (touched or idle is None):
                kinds |= self._key(path, part)
                for step, inner in self._values.inner(part):
                    kinds |= self.field((*path, step), inner, idle)
        if not kinds and idle is not None:
            idle.append((path, schema))
        return kinds

    def _try(self, path: Path, part: Part) -> tuple[bool, set[str]]:
        """Whether the whole value arrived somewhere, and the kinds that it made a difference to."""
        one, two = (self._values.value(part, variant) for variant in (0, 1))
        hits, kinds = self._compare(path, (one, ABSENT if one == two else two))
        arrived = [found for found in hits if found.hit is not Hit.SHAPED]
        for found in arrived:
            for way, leaf in self._corresponding(part, one, found.node, path, found.path):
                self._add((found.kind, leaf), Way(way, found.hit, len(arrived)))
        if not isinstance(one, (dict, list)):
            shaped = {(found.kind, leaf) for found in hits if found.hit is Hit.SHAPED for leaf in _leaves(found)}
            for place in shaped:
                self._add(place, Way(path, Hit.SHAPED, len(shaped) + len(arrived)))
        return bool(arrived), kinds

    def _key(self, path: Path, part: Part) -> set[str]:
        """Try the keys of a map, the names of what stands in it; the kinds that they make a difference to."""
        keys = self._values.keys(part)
        if not keys:
            return set()
        item = next(iter(self._values.value(part, 0).values()))
        hits, kinds = self._compare(path, ({keys[0]: item}, {keys[1]: item}), keys)
        arrived = [found for found in hits if found.hit is not Hit.SHAPED]
        for found in arrived:
            self._add((found.kind, found.path), Way((*path, KEY), found.hit, len(arrived)))
        return kinds

    def _compare(
        self, path: Path, written: tuple[Json, Json], wanted: tuple[Json, Json] | None = None
    ) -> tuple[list[_Difference], set[str]]:
        """What differs in the manifests of two values, and in which kinds. `wanted` is what is looked for in them."""
        try:
            before, after = (self._manifests(path, value) for value in written)
        except Exception:  # what the values make together is nonsense, which shows nothing
            return [], set()
        hits = [found for pair in _paired(before, after) for found in _differences(*pair, *(wanted or written))]
        return hits, {found.kind for found in hits} or kinds_of(before) ^ kinds_of(after)

    def _corresponding(self, part: Part, value: Json, node: Node, way: Path, path: str) -> Iterator[tuple[Path, str]]:
        """Each leaf of a manifest's field, with what of the catalog's value stands there."""
        if node.is_leaf:
            yield way, path
            return
        for step, schema in self._values.inner(part):
            key = self._values.key(part) if step == "*" else step
            inner = node.item if step == "[]" else node.fields.get(key) or node.value
            if inner:
                item = value[0] if step == "[]" else value[key]
                further = "[]" if step == "[]" else f".{key}" if key in node.fields else ".*"
                first = self._values.parts(schema)[0]
                yield from self._corresponding(first, item, inner, (*way, step), path + further)

    def _add(self, place: Place, way: Way) -> None:
        self._found.ways.setdefault(place, set()).add(way)

    def _manifests(self, path: Path, value: Json) -> list[JsonMap]:
        written = _with(self._context.get(path[0], ABSENT), path[1:], value)
        rest = {key: item for key, item in self._context.items() if key != path[0]}
        manifests = self._make(rest if written is ABSENT else {**rest, path[0]: written})
        for manifest in manifests:
            self._found.see(manifest)
        return manifests


def kinds_of(manifests: list[JsonMap]) -> set[str]:
    return {f"{item['apiVersion']}/{item['kind']}" for item in manifests}


class _Difference(Struct, frozen=True):
    kind: str
    path: str
    node: Node
    hit: Hit
    values: tuple[Json, Json]


def _with(value: Json, path: Path, new: Json) -> Json:
    """`new` at `path` of what the context has; of a list, what its first map has stays around it."""
    if not path:
        return new
    head, rest = path[0], path[1:]
    if head == "[]":
        first = next((item for item in value if isinstance(item, dict)), ABSENT) if isinstance(value, list) else ABSENT
        inner = _with(first, rest, new)
        return [] if inner is ABSENT else [inner]
    kept = dict(value) if isinstance(value, dict) else {}
    key = next((key for key in kept), "key") if head == "*" else head
    inner = _with(kept.get(key, ABSENT), rest, new)
    if inner is ABSENT:
        kept.pop(key, None)
        return kept
    return {**kept, key: inner}


def _paired(before: list[JsonMap], after: list[JsonMap]) -> Iterator[tuple[JsonMap, JsonMap]]:
    """The same resource of both; by name, or by order where the name changed."""
    for kind in {(item["apiVersion"], item["kind"]) for item in before}:
        ones, twos = ([item for item in side if (item["apiVersion"], item["kind"]) == kind] for side in (before, after))
        if len(ones) == len(twos):
            yield from zip(ones, twos, strict=True)
        else:
            named = {item["metadata"]["name"]: item for item in twos}
            yield from ((item, named[item["metadata"]["name"]]) for item in ones if item["metadata"]["name"] in named)


def _differences(one: JsonMap, two: JsonMap, first: Json, second: Json) -> Iterator[_Difference]:
    kind = f"{one['apiVersion']}/{one['kind']}"
    node = api.kind(one["apiVersion"], one["kind"])
    yield from (_Difference(kind, *rest) for rest in _walk(node, "", one, two, first, second))


def _walk(
    node: Node, path: str, one: Json, two: Json, first: Json, second: Json
) -> Iterator[tuple[str, Node, Hit, tuple[Json, Json]]]:
    if one is two or one == two:
        return
    exact = _holds(one, first) and (_holds(two, second) if second is not ABSENT else not _holds(two, first))
    inside = isinstance(one, (dict, list)) or isinstance(two, (dict, list))
    if exact or node.is_leaf or not inside:
        among = (
            node.is_leaf and _among(one, first) and (second is ABSENT or _among(two, second)) and not _among(two, first)
        )
        yield path, node, Hit.WHOLE if exact else Hit.INSIDE if among else Hit.SHAPED, (one, two)
    elif node.item is not None:
        for left, right in zip_longest(
            one if one is not ABSENT else (), two if two is not ABSENT else (), fillvalue=ABSENT
        ):
            yield from _walk(node.item, f"{path}[]", left, right, first, second)
    else:
        left, right = ({} if side is ABSENT else side for side in (one, two))
        for key in sorted(left.keys() | right.keys()):
            inner = node.fields.get(key) or node.value
            step = "*" if key not in node.fields else key
            if inner is not None:  # a custom resource may know less than Kubernetes' own type
                sides = left.get(key, ABSENT), right.get(key, ABSENT)
                yield from _walk(inner, f"{path}.{step}" if path else step, *sides, first, second)


def _among(value: Json, wanted: Json) -> bool:
    """Whether what is wanted is one of several."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(wanted, (dict, str)) and any(_holds(item, wanted) for item in items)


def _holds(value: Json, wanted: Json) -> bool:
    """Whether everything that is wanted stands in the value as it was written."""
    if isinstance(wanted, dict):
        return (
            bool(wanted)
            and isinstance(value, dict)
            and all(key in value and _holds(value[key], wanted[key]) for key in wanted)
        )
    if isinstance(wanted, list):
        same = isinstance(value, list) and len(value) == len(wanted)
        return same and bool(wanted) and all(map(_holds, value, wanted))
    return bool(value == wanted or value == str(wanted)) and isinstance(value, bool) == isinstance(wanted, bool)


def _leaves(found: _Difference) -> Iterator[str]:
    for value in found.values:
        if value is not ABSENT:
            yield from (path for path in _paths(value, found.node, found.path))


def _paths(value: Json, node: Node, path: str) -> Iterator[str]:
    """The leaves that a value has."""
    if node.is_leaf:
        yield path
    elif node.item and isinstance(value, list):
        for item in value:
            yield from _paths(item, node.item, f"{path}[]")
    elif isinstance(value, dict):
        for key, item in value.items():
            inner = node.fields.get(key) or node.value
            if inner:
                step = key if key in node.fields else "*"
                yield from _paths(item, inner, f"{path}.{step}" if path else step)
