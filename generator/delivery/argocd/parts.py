"""The targets of a place -> the parts of it that become Applications: one for each of them, or for each folder of
services, on every cluster that has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.delivery.place import ENVIRONMENT, SECRETS, Place, Target
from generator.secrets.file import SUFFIX
from generator.secrets.target import KSOPS
from generator.tree.ownership import KUSTOMIZATION, digest

_SAFE = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")


class Part(Struct, frozen=True):
    """What one Application applies to one cluster."""

    name: str
    """The Application's."""
    file: str
    """Where it is in the folder of the environment, without the suffix."""
    path: str
    """The folder that is built, in this tree."""
    reads: tuple[str, ...]
    """The files, or folders of files, that a build of it reads. A pattern is one of Go's `filepath.Match`."""
    cluster: str
    targets: tuple[Target, ...]
    wave: int
    """After how many others it comes."""

    @property
    def service(self) -> str:
        """The name of its only service; empty where it has several, or none."""
        return self.targets[0].name if len(self.targets) == 1 and self.targets[0].is_service else ""

    @property
    def is_environment(self) -> bool:
        return not self.targets[0].is_service and self.targets[0].name == ENVIRONMENT

    @property
    def members(self) -> list[str]:
        """The overlays that its own kustomization brings together; none where it is built as it lies there."""
        return [target.path for target in self.targets] if self.path != self.targets[0].path else []


def parts(place: Place, folder: str) -> Iterator[Part]:
    """`folder` is where the files of the place go, from the top of this tree."""
    units = _units(place)
    found = _waves(units)
    for key, targets in units.items():
        clusters = sorted({cluster for target in targets for cluster in target.clusters})
        differs = any(target.clusters != targets[0].clusters for target in targets)
        for cluster in clusters:
            here = [target for target in targets if cluster in target.clusters]
            part = _grouped(place, folder, here, cluster if differs else "") if here[0].group else _alone(here[0])
            named = cluster if place.names_clusters else ""
            name = place.name(replace(here[0], name=_label(here[0].group)) if here[0].group else here[0], named)
            file = f"{part.file}.{named}" if named else part.file
            yield replace(part, name=name, file=file, cluster=cluster, wave=found[key])


def _units(place: Place) -> dict[str, list[Target]]:
    """What becomes one Application on each cluster, by a name. Where it is a group, its targets name it."""
    settings = place.environment.delivery["argocd"]
    wanted = {key: _as_wanted(target, settings["secrets"]) for key, target in place.targets.items()}
    there = {key: target for key, target in wanted.items() if target}
    if settings["per"] == "group":
        return replace(place, targets=there).groups()
    return {key: [replace(target, group="")] for key, target in there.items()}


def _as_wanted(target: Target, secrets: str) -> Target | None:
    """The target as Argo CD builds it: it cannot decrypt what lies in the folder of the Secrets itself."""
    if target.is_service or target.name != SECRETS:
        return target
    if secrets == "none":
        return None
    folder = f"{target.path}/{KSOPS}"
    return replace(target, path=folder, reads=(f"{target.path}/*{SUFFIX}", folder))


def _alone(target: Target) -> Part:
    file = f"services/{target.name}" if target.is_service else target.name
    return Part("", file, target.path, target.reads, "", (target,), 0)


def _grouped(place: Place, folder: str, targets: Sequence[Target], cluster: str) -> Part:
    """`cluster`: where not all of the group is on the same ones."""
    group = _label(targets[0].group)
    path = f"{folder}/groups/{group}.{cluster}" if cluster else f"{folder}/groups/{group}"
    reads = dict.fromkeys(read for target in targets for read in target.reads)
    return Part("", f"groups/{group}", path, (f"{path}/{KUSTOMIZATION}", *reads), "", tuple(targets), 0)


def _label(folder: str) -> str:
    """A folder of the catalog as a part of a name. What is no name as it is gets a mark, so that it stays alone."""
    if _SAFE.fullmatch(folder):
        return folder
    plain = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")
    return f"{plain}-{digest(folder.encode())[:6]}".lstrip("-")


def _waves(units: Mapping[str, Sequence[Target]]) -> dict[str, int]:
    """How many of them come before each, one after the other. Groups that wait for one another go together."""
    of_target = {_key(target): key for key, targets in units.items() for target in targets}
    waits = {_key(target) for targets in units.values() for target in targets if target.own.get("wait", True)}
    after = {
        key: {of_target[name] for target in targets for name in target.after if name in waits} - {key}
        for key, targets in units.items()
    }
    found: dict[str, int] = {}
    while len(found) < len(after):
        left = [key for key in after if key not in found]
        ready = [key for key in left if after[key] <= found.keys()] or _circle(left, after)
        before = [max((found[name] + 1 for name in after[key] if name in found), default=0) for key in ready]
        together = (
            dict.fromkeys(ready, max(before)) if after[ready[0]] - found.keys() else zip(ready, before, strict=True)
        )
        found.update(together)
    return found


def _key(target: Target) -> str:
    return target.name if target.is_service else f".{target.name}"


def _circle(left: Iterable[str], after: Mapping[str, set[str]]) -> list[str]:
    """Those of a circle that wait for nothing else: what reaches the fewest reaches only itself and its like."""
    within = set(left)
    return min((_reached(key, after, within) for key in left), key=len)


def _reached(key: str, after: Mapping[str, set[str]], within: set[str]) -> list[str]:
    found = {key: None}
    todo = [key]
    while todo:
        more = sorted((after[todo.pop()] & within) - found.keys())
        found.update(dict.fromkeys(more))
        todo += more
    return list(found)
