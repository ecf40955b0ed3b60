"""An encrypted file -> what is wrong with it, without any key."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.model.recipients import Rule
from generator.secrets.file import Place, SecretFile


def of_file(file: SecretFile, place: Place | None, rule: Rule | None, now: int) -> Iterator[Finding]:
    yield from ()
