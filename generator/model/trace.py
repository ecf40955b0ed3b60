"""A field of a manifest, or a canonical field of a service -> the catalog value that it comes from.

Nothing carries positions through the pipeline. Where one is needed, the cause is found by experiment: change one value
of the catalog, run the same pure functions again, and see whether the field changed. That holds for every emitter,
needs no care in any of them, and costs nothing while there is no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.json_types import Json, JsonMap, Path, get
from generator.model.layers import NO_GROUPS, Groups, Layer, canonical, layers, workload_layers
from generator.model.merge import ABSENT

Documents = Mapping[str, JsonMap]
"""The catalog's data by document: `layers.SERVICE`, `layers.PLATFORM`, or the file of a folder's defaults."""

Place = tuple[str, Path]
"""A document and the path of a value in it."""


def leaves(value: Json, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every scalar and every empty container, with its path."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


class Causes:
    """The experiments on one result: each value of the catalog is changed once, however many fields are asked for.

    `evaluate` gives a map or list, and ABSENT or an exception where there is no result.
    """

    def __init__(self, documents: Documents, evaluate: Callable[[Documents], Json]) -> None:
        self._documents = documents
        self._evaluate = evaluate
        self._before = evaluate(documents)
        self._places = [(name, path) for name, data in documents.items() for path, _ in leaves(data)]
        self._results: dict[Place, Json] = {}

    def of(self, field: Path, guess: Place | None = None) -> Place | None:
        """The value whose change alters the result at `field`, and as little else as possible.

        Where `field` has no such cause, that of the nearest field around it; None where even the whole has none.
        `guess` is tried first: what was the cause of the same field of a similar result.
        """
        while True:
            wanted = _at(self._before, field)
            if wanted is ABSENT and field:
                field = field[:-1]
                continue
            if guess and guess in self._places and self._alters(guess, field):
                return guess
            likely = [place for place in self._places if _alike(self._value(place), wanted)]
            others = [place for place in self._places if place not in likely]
            found = self._narrowest(likely, field) or self._narrowest(others, field)
            if found or not field:
                return found
            field = field[:-1]

    def _narrowest(self, places: Sequence[Place], field: Path) -> Place | None:
        altering = [place for place in places if self._alters(place, field)]
        return min(altering, key=lambda place: _differences(self._before, self._results[place]), default=None)

    def _alters(self, place: Place, field: Path) -> bool:
        after = self._result(place)
        # A result that is gone shows something of what it is known by, and nothing of its other fields.
        if after is ABSENT and field not in ((), ("kind",), ("metadata", "name")):
            return False
        return _differences(_at(self._before, field), _at(after, field)) > 0

    def _result(self, place: Place) -> Json:
        if place not in self._results:
            name, path = place
            changed = {**self._documents, name: _with(self._documents[name], path, _other(self._value(place)))}
            try:
                self._results[place] = self._evaluate(changed)
            except Exception:  # the experiment made nonsense of the catalog: it shows nothing
                self._results[place] = self._before
        return self._results[place]

    def _value(self, place: Place) -> Json:
        return get(self._documents[place[0]], place[1])


def _alike(value: Json, wanted: Json) -> bool:
    """Whether a field with the value `wanted` is likely to come from `value`."""
    if isinstance(value, str) and isinstance(wanted, str):
        return bool(value) and value in wanted
    return type(value) is type(wanted) and bool(value == wanted)


def _other(value: Json) -> Json:
    """A value of the same type that differs."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return f"{value}x"
    return {"x": "x"} if isinstance(value, dict) else ["x"] if isinstance(value, list) else "x"


def _with(value: Json, path: Path, new: Json) -> Json:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _with(value[path[0]], path[1:], new)
    return copy


def _at(value: Json, path: Path) -> Json:
    try:
        return get(value, path)
    except KeyError:
        return ABSENT


def _differences(one: Json, other: Json) -> int:
    if isinstance(one, dict) and isinstance(other, dict):
        return sum(_differences(one.get(key, ABSENT), other.get(key, ABSENT)) for key in one.keys() | other.keys())
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return sum(map(_differences, one, other))
    return 0 if one is other or (type(one) is type(other) and one == other) else 1


def origin(platform: JsonMap, service: JsonMap, environment: str, field: Path, groups: Groups = NO_GROUPS) -> Place:
    """Where the effective value of a canonical field was written: the highest layer that says something of it.

    For a field that nobody wrote, the nearest one around it; at last the service's document itself.
    """
    levels = layers(platform, service, environment, groups)
    if field[:1] == ("workloads",) and len(field) > 2:
        own = workload_layers(platform, service, environment, str(field[1]), groups)
        found = _highest(own, field[2:])
        if found:
            return found
        field = field[:2]
    return _highest(levels, field) or ("service", ())


def _highest(levels: Sequence[Layer], field: Path) -> Place | None:
    for length in range(len(field), 0, -1):
        for layer in reversed(levels):
            if layer.document and _at(canonical(layer.written), field[:length]) is not ABSENT:
                return layer.document, (*layer.path, *written_path(layer.written, field[:length]))
    return None


def written_path(written: JsonMap, field: Path) -> Path:
    """The path, as written in one layer, of what a canonical field comes from."""
    if field and _at(written, field) is not ABSENT:
        return field
    causes, names = [], []
    before = _at(canonical(written), field)
    for path, value in leaves(written):
        try:
            changed = canonical(_with(written, path, _other(value)))
        except Exception:  # as in `_narrowest`
            continue
        after = _at(changed, field)
        if after is ABSENT and _at(changed, field[:-1]) is ABSENT:
            names.append(path)  # of the thing that has the field
        elif after is ABSENT or _differences(before, after):
            causes.append(path)
    causes = causes or names
    if not causes and len(field) > 1:  # a name that stands for more, such as a host: it is a key, and no value
        return written_path(written, field[:-1])
    return _common_start(causes)


def _common_start(paths: Sequence[Path]) -> Path:
    if not paths:
        return ()
    length = 0
    while all(len(path) > length for path in paths) and len({path[length] for path in paths}) == 1:
        length += 1
    return paths[0][:length]
