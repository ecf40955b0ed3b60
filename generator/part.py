"""What a run is asked for -> the part of the repository that it judges: what changed since a revision, or one share.

What lies between units (references, what is there twice, changes, Secrets, the platform, the delivery) is never
divided: one run judges it for all of them, and only plans the units that it does not make.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from generator import git
from generator.affected import affected, users
from generator.cache.graph import Graph
from generator.checks.made import Made
from generator.inputs import COMMON_UNITS, DELIVERY_UNIT, SECRETS_UNIT, Inputs
from generator.revision import Since, since
from generator.shard import Shard
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.pipeline import Options


class Part(Struct):
    """`units` are those whose own files and manifests are judged. With `between`, what lies between all units is, too,
    and `compared` are units that may be others than at the commit that changes are judged by."""

    units: set[str]
    between: bool = True
    compared: set[str] = field(default_factory=set)
    commit: str = ""
    """Where changes are counted from; empty for the last commit."""
    around: Made = field(default_factory=Made)
    """What was planned of the others."""
    left: dict[str, int] = field(default_factory=dict)
    """What is not judged, by reason."""

    def owns(self, unit: str, known: Collection[str]) -> bool:
        """Whether files of a unit are judged; of one that there is not they are by who judges what lies between."""
        return unit in self.units or (self.between and unit not in known)

    def makes(self, unit: str) -> bool:
        return unit in self.units or unit in self.compared


def part_of(workspace: Workspace, inputs: Inputs, graph: Graph, options: Options, scratch: Path) -> Part:
    """Raises KubecatalogError for a revision that there is not, and ToolError."""
    part = Part({*inputs.entries, *COMMON_UNITS}, options.shard is None or options.shard.number == 1)
    if options.changed_since:
        _only_changed(workspace, inputs, graph, part, options.changed_since, scratch)
    if options.shard:
        _only_share(part, options.shard)
    if not part.between:
        part.compared = set()
        return part
    if options.shard and not options.changed_since:
        _find_differing(workspace, inputs, graph, part, options.against, scratch)
    _survey(workspace, inputs, graph, part)
    _drop_made(inputs, part)
    return part


def _only_changed(workspace: Workspace, inputs: Inputs, graph: Graph, part: Part, revision: str, scratch: Path) -> None:
    found = since(workspace, revision)
    paths = git.changed(found.repo, found.commit)
    changed = affected(inputs, found, paths, scratch / "catalog-before")
    if any(path.startswith("secrets/") for path in paths):
        part.units = changed
        _survey(workspace, inputs, graph, part)
        changed |= set(users(inputs, found, paths)) & inputs.entries.keys()
    part.units, part.compared, part.commit = {*changed, *COMMON_UNITS}, set(changed), found.commit
    left = len(inputs.files.keys() - changed)
    if left:
        part.left[f"services that are as they were at {revision}"] = left


def _only_share(part: Part, shard: Shard) -> None:
    own = {unit for unit in part.units if shard.has(unit)}
    others = len(part.units - own - set(COMMON_UNITS))
    if others:
        part.left[f"services of shards other than {shard}"] = others
    if not part.between:
        part.left["what is between services: shard 1 tells it"] = 1
    part.units = own


def _find_differing(
    workspace: Workspace, inputs: Inputs, graph: Graph, part: Part, against: str, scratch: Path
) -> None:
    """The units that may be others than at the commit that changes are judged by."""
    repo = git.repository(workspace.root, workspace.tool_environ)
    commit = git.commit(repo, against or "HEAD") if repo else ""
    if repo is None or not commit:
        return
    found = Since(repo, against, commit)
    paths = git.changed(repo, commit)
    part.compared = affected(inputs, found, paths, scratch / "catalog-before")
    _survey(workspace, inputs, graph, part)
    part.compared |= set(users(inputs, found, paths)) & inputs.entries.keys()


def _survey(workspace: Workspace, inputs: Inputs, graph: Graph, part: Part) -> None:
    """Plan what is not known, and is not made."""
    from generator.make import survey

    unknown = graph.unknown(inputs.entries, but_for=())
    names = [
        name
        for name in inputs.entries
        if name not in (SECRETS_UNIT, DELIVERY_UNIT)
        and name not in inputs.surveyed
        and (name in inputs.stale or name in unknown)
        and not part.makes(name)
    ]
    more = survey(workspace, inputs, graph, names)
    part.around.subjects.update(more.subjects)
    part.around.overlays.update(more.overlays)


def _drop_made(inputs: Inputs, part: Part) -> None:
    """Forget of what was planned the units that turned out to be made."""
    inputs.surveyed = {name for name in inputs.surveyed if not part.makes(name)}
    for path, overlay in list(part.around.overlays.items()):
        if part.makes(overlay.unit):
            del part.around.overlays[path], part.around.subjects[path]
