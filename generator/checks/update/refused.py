"""One object before and after -> what a server refuses of the change, and only of the change.

The new manifest by itself is judged by `admission`. Here it meets what the cluster has: the merged object has to be
valid, too, and what is immutable has to be what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.checks import admission
from generator.checks.admission.canonical import Canonical
from generator.checks.admission.engine import DECODING, Types
from generator.checks.admission.known import Known
from generator.checks.update import metadata
from generator.checks.update.change import Change, immutable
from generator.checks.update.immutable import BY_KIND
from generator.checks.update.kinds import KINDS, Kind
from generator.checks.update.merge import Merge, server_side_apply, three_way_patch
from generator.json_types import JsonMap
from generator.problems import Problem

_LEFT = "the object has what the old manifest left to the server, and an apply leaves it there"
_HINT = "delete the object and create it again; or first apply the old manifest with this value written out"
_LOOKED_UP = frozenset({("v1", "PersistentVolumeClaim"), ("v1", "Pod")})
"""Kinds with annotations that may not change."""
_NO_KIND = Kind(lambda change: ())


class Refusals(Struct, frozen=True):
    """What the changes of one version's objects are judged with."""

    types: Types
    canonical: Canonical
    ways: tuple[Merge, Merge]

    @classmethod
    def of_version(cls, minor: str) -> Refusals:
        types = admission.types(minor)
        ways = (server_side_apply(types.definitions), three_way_patch(types.definitions))
        return cls(types, Canonical(types), ways)

    def problems(self, old: JsonMap, new: JsonMap, known: Known, expandable: Mapping[str, bool]) -> Iterator[Problem]:
        """Nothing for kinds that are not Kubernetes' own, and of a manifest that cannot be decoded."""
        kind = (new.get("apiVersion", ""), new.get("kind", ""))
        if kind not in self.types.kinds or old == new or old.get("apiVersion") != new.get("apiVersion"):
            return
        yield from metadata.problems(new)
        if _is_of_metadata(old, new) and kind not in _LOOKED_UP:
            return
        try:
            found = list(self._found(old, new, known, expandable))
        except (TypeError, ValueError, AttributeError, KeyError):
            if self._undecodable(old, new, known):
                return
            raise
        if found and not self._undecodable(old, new, known):
            told = {(problem.fault, problem.field) for problem in self.types.problems(new, known)}
            yield from (problem for problem in dict.fromkeys(found) if (problem.fault, problem.field) not in told)

    def _undecodable(self, old: JsonMap, new: JsonMap, known: Known) -> bool:
        """Admission tells that; what there is of a manifest that a server cannot read is no change."""
        return any(problem.fault in DECODING for one in (old, new) for problem in self.types.problems(one, known))

    def _found(self, old: JsonMap, new: JsonMap, known: Known, expandable: Mapping[str, bool]) -> Iterator[Problem]:
        name = self.types.kinds[(new["apiVersion"], new["kind"])]
        kind = KINDS.get((new["apiVersion"].rpartition("/")[0], new["kind"]), _NO_KIND)
        live = self.canonical.of(old)
        kind.prepare(live)
        places: set[tuple[str, str]] = set()
        for change in self._changes(name, kind, Change(old, new, live, live, self.types.minor, expandable)):
            for problem in [*_fixed(change, kind), *self._merged(change, kind, known)]:
                if (problem.fault, problem.field) not in places:
                    places.add((problem.fault, problem.field))
                    yield problem

    def _changes(self, name: str, kind: Kind, change: Change) -> Iterator[Change]:
        """What each way makes of it; once, where they make the same."""
        first: JsonMap | None = None
        for way in self.ways:
            merged = way.of(name, change.live, change.old, change.new)
            if merged != first:
                applied = self.canonical.of(merged)
                kind.settle(change.live, applied)
                yield replace(change, applied=applied)
            first = merged

    def _merged(self, change: Change, kind: Kind, known: Known) -> Iterator[Problem]:
        """What is wrong with the merged object, and neither with the old one nor with the new one alone."""
        if change.applied == self.canonical.of(change.new):
            return
        found = self.types.problems(kind.presentable(change.applied), known)
        if found:
            others = (kind.presentable(change.live), change.new)
            there = {
                (problem.fault, problem.field) for other in others for problem in self.types.problems(other, known)
            }
            for problem in found:
                if (problem.fault, problem.field) not in there:
                    yield Problem("leftover-value", problem.field, f"{problem.message}: {_LEFT}", _HINT)


def _is_of_metadata(old: JsonMap, new: JsonMap) -> bool:
    """Whether nothing else changes."""
    return all(old.get(key) == new.get(key) for key in {**old, **new} if key != "metadata")


def _fixed(change: Change, kind: Kind) -> Iterator[Problem]:
    fixed = BY_KIND.get((change.new["apiVersion"].rpartition("/")[0], change.new["kind"]))
    for path in fixed.fields if fixed else ():
        for wrong in immutable(change, tuple(path.split(".")), fixed.hint if fixed else ""):
            yield wrong.problem()
    for wrong in kind.refused(change):
        yield wrong.problem()
