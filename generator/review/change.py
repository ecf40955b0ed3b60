"""What was compared with a commit -> each overlay of it that is another one now, with both sets of manifests."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.cache.committed import Committed
from generator.checks.made import Made
from generator.checks.since import Changed
from generator.json_types import JsonMap
from generator.tree.folders import overlay_folder


class OverlayChange(Struct, frozen=True):
    """One unit in one environment. `before` is None where there was no such overlay, `after` where there is none."""

    environment: str
    unit: str
    before: Sequence[JsonMap] | None
    after: Sequence[JsonMap] | None


def changes_of(had: Committed, changed: Changed, made: Made) -> list[OverlayChange]:
    """In order of environment and unit. Of an overlay that did not build at the commit nothing is known: it counts as
    empty."""
    old: dict[tuple[str, str], list[JsonMap]] = {
        (name, unit): [] for name, units in changed.units.items() for unit in units
    }
    for subjects in changed.before.values():
        for subject in subjects:
            overlay = changed.overlays[subject.file]
            old[overlay.environment, overlay.unit].append(subject.manifest)
    new = {
        (overlay.environment, overlay.unit): [subject.manifest for subject in made.subjects[path]]
        for path, overlay in made.overlays.items()
        if (overlay.environment, overlay.unit) in old
        or overlay_folder(overlay.environment, overlay.unit) not in had.ids
    }
    return [OverlayChange(*key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]
