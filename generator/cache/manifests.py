"""`.kubecatalog/manifests/`: what units rendered to, so that what a commit has of one need not be built again.

There is a file for each unit, with the overlays that were written last and those of the commit that they are compared
with. So no value is here that is neither in the tree nor in git, and none is where a CI keeps what is known. An overlay
is known by what git calls its base and its own folder: these name all that it is built from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import MsgspecError, Struct, field

from generator.cache.index import replace_file
from generator.json_types import JsonMap
from generator.tree.folders import base_folder, overlay_folder

if TYPE_CHECKING:  # it has them
    from generator.cache.committed import Committed

FOLDER = "manifests"

ByEnvironment = Mapping[str, list[JsonMap]]
"""The manifests of a unit."""


class _File(Struct, array_like=True):
    made_by: str = ""
    overlays: dict[str, list[JsonMap]] = field(default_factory=dict)


class Manifests:
    """`made_by` is a digest of all that may build something else of the same files."""

    def __init__(self, folder: Path, made_by: str) -> None:
        self._folder = folder / FOLDER
        self._made_by = made_by

    def of(self, unit: str, environment: str, ids: Mapping[str, str]) -> list[JsonMap] | None:
        """None where it is not known."""
        return self._read(unit).get(overlay_key(unit, environment, ids))

    def put(self, unit: str, now: ByEnvironment, ids: Mapping[str, str], before: ByEnvironment, had: Committed) -> None:
        """What the overlays of a unit rendered to, and to what some of those of a commit did. Of what was known, what
        the commit has is kept, too."""
        known = self._read(unit)
        kept = {overlay_key(unit, environment, had.ids) for environment in had.environments}
        overlays = {key: manifests for key, manifests in known.items() if key in kept}
        for found, own in ((before, had.ids), (now, ids)):
            overlays.update(
                (overlay_key(unit, environment, own), manifests) for environment, manifests in found.items()
            )
        if overlays.keys() != known.keys():
            with suppress(OSError, ValueError):  # half a surrogate pair is no text for JSON
                replace_file(self._folder, f"{unit}.json", msgspec.json.encode(_File(self._made_by, overlays)))

    def drop_but(self, units: Collection[str]) -> None:
        """Forget all others."""
        with suppress(OSError):
            for file in self._folder.glob("*.json"):
                if file.stem not in units:
                    file.unlink()

    def _read(self, unit: str) -> dict[str, list[JsonMap]]:
        try:
            found = msgspec.json.decode((self._folder / f"{unit}.json").read_bytes(), type=_File)
        except (OSError, ValueError, MsgspecError):
            return {}
        return found.overlays if found.made_by == self._made_by else {}


def overlay_key(unit: str, environment: str, ids: Mapping[str, str]) -> str:
    """What git calls all that an overlay is built from. `ids` are those of folders, by path."""
    return f"{ids.get(base_folder(unit))} {ids.get(overlay_folder(environment, unit))}"
