"""The folder `secrets/` -> what is known of each encrypted file, from the last run as long as it did not change.

Of a ciphertext only a fingerprint is kept: it tells when a value changed, and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from generator.cache.files import FileDigests, scan
from generator.cache.index import Known
from generator.findings import Finding, Source
from generator.secrets.file import FOLDER, Place, fingerprint, place_of, read

if TYPE_CHECKING:  # nothing is looked at when nothing changed
    from generator.model.recipients import Rule

Rules: TypeAlias = "Mapping[str, Rule]"
"""By environment; those without recipients among them."""


class Inventory:
    """`known` are the files of the last run, of the same platform file; `rules` are asked for when one is new."""

    def __init__(
        self, root: Path, known: Mapping[str, Known], digests: FileDigests, rules: Callable[[], Rules]
    ) -> None:
        self.files: dict[str, Known] = {}
        self._places: dict[str, Place] = {}
        self._of: dict[str, dict[str, Known]] = {}
        self._named: dict[str, dict[str, Place]] = {}
        now = int(time.time())
        for path, stat in sorted(scan(root, (FOLDER,))):
            place = place_of(path)
            if place is None and ".sops." not in path:
                continue
            digest = digests.of(path, stat) or ""
            entry = known.get(path)
            if entry is None or entry.digest != digest or 0 < entry.until <= now:
                entry = _looked_at(root, path, digest, place, rules(), now)
            self.files[path] = entry
            if place:
                self._places[path] = place
                self._of.setdefault(place.environment, {})[path] = entry
                self._named.setdefault(place.environment, {}).setdefault(entry.name, place)
        self.changed = self.files != dict(known)

    def of(self, environment: str) -> dict[str, Known]:
        """The files of an environment, by path."""
        return self._of.get(environment, {})

    def named(self, environment: str, name: str) -> Place | None:
        """The place of the file that has a Secret of that name."""
        return self._named.get(environment, {}).get(name)

    @cached_property
    def ciphertexts(self) -> dict[str, dict[str, Mapping[str, str]]]:
        """Fingerprints by environment, Secret and key."""
        return {
            environment: {file.name: file.keys for file in files.values() if file.name}
            for environment, files in self._of.items()
        }

    def places(self) -> Iterator[tuple[str, Place]]:
        yield from self._places.items()


def _looked_at(root: Path, path: str, digest: str, place: Place | None, rules: Rules, now: int) -> Known:
    from generator.secrets.check import of_file, until

    if (root / path).is_symlink():
        message = "the file is a link, which kustomize does not follow, nor does any command that changes it"
        return Known(digest, findings=(Finding("unreadable-secret", "secret", message, Source(path)),))
    try:
        content = (root / path).read_bytes()
    except OSError as error:
        finding = Finding("unreadable-secret", "secret", f"the file cannot be read: {error.strerror}", Source(path))
        return Known(digest, findings=(finding,))
    file = read(path, content)
    rule = rules.get(place.environment) if place else None
    return Known(
        digest,
        file.name,
        str(file.metadata.get("namespace", "")),
        file.type,
        {key: fingerprint(text) for key, text in sorted(file.keys.items())},
        str(file.sops.get("lastmodified", "")),
        until(file, rule, now),
        tuple(of_file(file, place if rule else None, rule, now)),
    )
