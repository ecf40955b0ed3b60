"""The targets of a place -> what Flux applies at once: each by itself, or those of a folder of services together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.catalog.load import PLATFORM_FILE
from generator.delivery.flux.part import named
from generator.delivery.place import Place, Target


class Unit(Struct, frozen=True):
    """One Kustomization. `after` are the names of those that have to be ready before."""

    name: str
    targets: tuple[Target, ...]
    after: tuple[str, ...]
    group: str = ""
    """The folder of services, and the clusters where they are not on all; empty for a target by itself."""

    @property
    def source(self) -> str:
        return PLATFORM_FILE if self.group else self.targets[0].source

    @property
    def clusters(self) -> frozenset[str]:
        return self.targets[0].clusters


def units(place: Place) -> list[Unit]:
    """In the order of the targets. Where groups wait for one another, see `circles`."""
    if place.environment.delivery["flux"]["per"] == "service":
        names = {key: place.name(target) for key, target in place.targets.items()}
        return [
            Unit(names[key], (target,), tuple(names[other] for other in target.after))
            for key, target in place.targets.items()
        ]
    groups = {key: _group(place, target) for key, target in place.targets.items()}
    members: dict[str, list[str]] = {}
    for key in place.targets:
        members.setdefault(groups[key] or key, []).append(key)
    names = {key: _name(place, groups[key], target) for key, target in place.targets.items()}
    return [
        Unit(
            names[keys[0]],
            tuple(place.targets[key] for key in keys),
            tuple(_waits_for(place, keys, names)),
            groups[keys[0]],
        )
        for keys in members.values()
    ]


def _group(place: Place, target: Target) -> str:
    """With the clusters, for what is not on all of them cannot be applied with what is. No key of a target has a
    slash at its end."""
    if not (target.is_service and target.group):
        return ""
    somewhere = target.clusters != place.everywhere
    return f"{target.group}/{'.'.join(sorted(target.clusters)) if somewhere else ''}"


def _name(place: Place, group: str, target: Target) -> str:
    folder, _, clusters = group.rpartition("/")
    return named(place, "group", *folder.split("/"), *filter(None, [clusters])) if group else place.name(target)


def _waits_for(place: Place, keys: list[str], names: Mapping[str, str]) -> dict[str, None]:
    own = names[keys[0]]
    return {names[other]: None for key in keys for other in place.targets[key].after if names[other] != own}


def circles(place: Place) -> Iterator[list[str]]:
    """The names of units that wait for one another, each circle once; services among themselves have none."""
    after = {unit.name: [name for name in unit.after if name != unit.name] for unit in units(place)}
    reached = {name: _reached(after, name) for name in after}
    told: set[str] = set()
    for name in after:
        around = [other for other in after if other in reached[name] and name in reached[other]]
        if around and name not in told:
            told.update(around)
            yield around


def _reached(after: Mapping[str, list[str]], name: str) -> set[str]:
    found: set[str] = set()
    todo = list(after[name])
    while todo:
        other = todo.pop()
        if other not in found:
            found.add(other)
            todo += after[other]
    return found
