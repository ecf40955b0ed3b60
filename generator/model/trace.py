"""A field of a manifest, or a canonical field of a service -> the catalog value that it comes from.

Nothing carries positions through the pipeline. Where one is needed, the cause is found by experiment: change one value
of the catalog, run the same pure functions again, and see whether the field changed. That holds for every emitter,
needs no care in any of them, and costs nothing while there is no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.json_types import Json, JsonMap, Path, get
from generator.model.layers import canonical, layers
from generator.model.merge import ABSENT

Documents = Mapping[str, JsonMap]
"""The catalog's data by document (`layers.SERVICE`, `layers.PLATFORM`)."""

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


def cause(documents: Documents, evaluate: Callable[[Documents], Json], field: Path) -> Place | None:
    """The value whose change alters `evaluate(documents)` at `field`, and as little else as possible.

    `evaluate` gives a map or list, and ABSENT or an exception where there is no result. Where `field` has no single
    cause, that of the nearest field around it is given; None where even the whole has none.
    """
    before = evaluate(documents)
    while True:
        wanted = _at(before, field)
        places = [(name, path, value) for name, data in documents.items() for path, value in leaves(data)]
        likely = [place for place in places if wanted is not ABSENT and _alike(place[2], wanted)]
        for candidates in (
            likely,
            [place for place in places if place not in likely] if len(likely) < len(places) else [],
        ):
            best = _narrowest(candidates, documents, evaluate, before, field)
            if best:
                return best
        if not field:
            return None
        field = field[:-1]


def _alike(value: Json, wanted: Json) -> bool:
    """Whether a field with the value `wanted` is likely to come from `value`."""
    if isinstance(value, str) and isinstance(wanted, str):
        return bool(value) and value in wanted
    return type(value) is type(wanted) and bool(value == wanted)


def _narrowest(
    candidates: Sequence[tuple[str, Path, Json]],
    documents: Documents,
    evaluate: Callable[[Documents], Json],
    before: Json,
    field: Path,
) -> Place | None:
    best: tuple[int, Place] | None = None
    wanted = _at(before, field)
    for name, path, value in candidates:
        changed = {**documents, name: _with(documents[name], path, _other(value))}
        try:
            after = evaluate(changed)
        except Exception:  # the experiment made nonsense of the catalog: it shows nothing
            continue
        if (after is ABSENT and field) or _at(after, field) == wanted:
            continue
        breadth = _differences(before, after)
        if best is None or breadth < best[0]:
            best = breadth, (name, path)
    return best[1] if best else None


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


def origin(platform: JsonMap, service: JsonMap, environment: str, field: Path) -> Place:
    """Where the effective value of a canonical field was written: the highest layer that says something of it.

    For a field that nobody wrote, the nearest one around it; at last the service's document itself.
    """
    for length in range(len(field), 0, -1):
        for layer in reversed(list(layers(platform, service, environment))):
            if layer.document and _at(canonical(layer.written), field[:length]) is not ABSENT:
                return layer.document, (*layer.path, *written_path(layer.written, field[:length]))
    return "service", ()


def written_path(written: JsonMap, field: Path) -> Path:
    """The path, as written in one layer, of what a canonical field comes from."""
    causes = []
    before = _at(canonical(written), field)
    for path, value in leaves(written):
        try:
            after = _at(canonical(_with(written, path, _other(value))), field)
        except Exception:  # as in `_narrowest`
            continue
        if after is ABSENT or _differences(before, after):
            causes.append(path)
    return _common_start(causes)


def _common_start(paths: Sequence[Path]) -> Path:
    if not paths:
        return ()
    length = 0
    while all(len(path) > length for path in paths) and len({path[length] for path in paths}) == 1:
        length += 1
    return paths[0][:length]
