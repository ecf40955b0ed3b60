"""What a run rendered, for the checks of it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct, field

from generator.checks.subject import Subject
from generator.render.committed import Before
from generator.render.kustomize import Overlay


class Made(Struct, frozen=True):
    """By file of rendered manifests: what is in it, and what it was built from.

    `compared` are the units that are not what they were at a commit, by environment, and `before` what it has of them.
    """

    subjects: dict[Path, list[Subject]] = field(default_factory=dict)
    overlays: dict[Path, Overlay] = field(default_factory=dict)
    compared: dict[str, list[str]] = field(default_factory=dict)
    before: list[Before] = field(default_factory=list)

    def only(self, paths: Collection[Path]) -> Made:
        """Those of the files."""
        subjects = {path: own for path, own in self.subjects.items() if path in paths}
        return Made(subjects, {path: self.overlays[path] for path in subjects})

    def by_environment(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = {}
        for path, subjects in self.subjects.items():
            found.setdefault(self.overlays[path].environment, []).extend(subjects)
        return found
