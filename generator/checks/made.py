"""What a run rendered, for the checks of it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from generator.checks.subject import Subject
from generator.render.kustomize import Overlay


class Made(Struct, frozen=True):
    """By file of rendered manifests: what is in it, and what it was built from."""

    subjects: dict[Path, list[Subject]] = field(default_factory=dict)
    overlays: dict[Path, Overlay] = field(default_factory=dict)

    def by_environment(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = {}
        for path, subjects in self.subjects.items():
            found.setdefault(self.overlays[path].environment, []).extend(subjects)
        return found
