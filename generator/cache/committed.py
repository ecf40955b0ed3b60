"""What git has at a commit, and what is known of each unit's files -> which overlays differ."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from generator import git
from generator.cache.index import Entry
from generator.cache.manifests import Manifests
from generator.errors import KubecatalogError
from generator.git import Repository
from generator.tree.folders import base_folder, overlay_folder
from generator.tree.ownership import digest
from generator.workspace import Workspace


class Committed(Struct, frozen=True, dict=True):
    """`ids` are those of the folders of units at a commit."""

    repo: Repository
    commit: str
    ids: Mapping[str, str]
    environments: Sequence[str]
    manifests: Manifests
    """What is known of what overlays render to."""

    @cached_property
    def units(self) -> Mapping[str, Mapping[str, str]]:
        """The ids of each unit's folders."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for folder, own in self.ids.items():
            found[folder.rpartition("/")[2]][folder] = own
        return dict(found)

    def has(self, unit: str, entry: Entry) -> bool:
        """Whether it has the unit's folders as they are generated, and no other ones."""
        return self.units.get(unit) == entry.trees

    def differing(self, unit: str, ids: Mapping[str, str]) -> list[str]:
        """The environments that had the unit, and in which it is another one now. `ids` are those of its folders."""
        base = base_folder(unit)
        changed = self.ids.get(base) != ids.get(base)
        return [
            name
            for name in self.environments
            if (had := self.ids.get(overlay_folder(name, unit)))
            and (changed or had != ids.get(overlay_folder(name, unit)))
        ]

    def key(self, unit: str, entry: Entry) -> str:
        """Changes with what differs; empty where nothing does."""
        if self.has(unit, entry):
            return ""
        wanted = self.differing(unit, entry.trees)
        folders = [base_folder(unit), *(overlay_folder(name, unit) for name in wanted)]
        return (
            digest(json.dumps([[self.ids.get(name), entry.trees.get(name)] for name in folders]).encode())
            if wanted
            else ""
        )

    def wanted(self, units: Iterable[str], entries: Mapping[str, Entry]) -> dict[str, list[str]]:
        """By environment, those of the units that are not what they were, and all that are gone."""
        wanted: dict[str, list[str]] = {}
        for unit in sorted(units):
            for name in self.differing(unit, entries[unit].trees):
                wanted.setdefault(name, []).append(unit)
        for name, unit in self.gone(entries):
            wanted.setdefault(name, []).append(unit)
        return wanted

    def gone(self, units: Collection[str]) -> list[tuple[str, str]]:
        """(environment, unit) of each overlay that there was, of a unit that is not among these."""
        had = (path.split("/")[1:] for path in self.ids if path.startswith("overlays/"))
        return sorted((name, unit) for name, unit in had if unit not in units)


def committed(workspace: Workspace, manifests: Manifests, revision: str = "") -> Committed | None:
    """What a revision has, or the last commit where none is named; None where there is no commit to compare with.

    Raises KubecatalogError for a revision that there is not, and ToolError.
    """
    repo = git.repository(workspace.root, workspace.tool_environ)
    if repo is None or not (repo.head or revision):
        if revision:
            raise KubecatalogError(f"there is no revision {revision}: this is no git repository", "leave out --against")
        return None
    commit = git.commit(repo, revision) if revision else repo.head
    if not commit:
        raise KubecatalogError(f"there is no revision {revision}", "name a commit, a branch or a tag with --against")
    overlays = sorted(git.trees(repo, commit, ["overlays"]))
    environments = [path.removeprefix("overlays/") for path in overlays]
    return Committed(repo, commit, git.trees(repo, commit, ["base", *overlays]), environments, manifests)
