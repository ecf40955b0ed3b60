"""Encrypted files, and the keys at hand -> what they hold, or why that cannot be read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator.errors import KubecatalogError
from generator.findings import Finding
from generator.json_types import Json, JsonMap
from generator.secrets.check.subject import Subject, text
from generator.secrets.file import CIPHERTEXT, SUFFIX
from generator.secrets.sops import Sops, Undecryptable
from generator.tools.run import Stopped, run_together


@dataclass(frozen=True, slots=True)
class Opened:
    """One file. `secret` is what it holds, None where that cannot be read; `locked`: it is for the keys of others."""

    subject: Subject
    secret: JsonMap | None = field(default=None, repr=False)
    locked: bool = False
    findings: tuple[Finding, ...] = ()


def opened(sops: Sops, root: Path, subjects: Sequence[Subject]) -> list[Opened]:
    """Each with the MAC of its values checked. What sops refuses is one finding a file, or one for each bad value."""
    jobs = [partial(_opened, sops, root, subject) for subject in subjects]
    return run_together(jobs, workers=os.cpu_count() or 1)


def _opened(sops: Sops, root: Path, subject: Subject) -> Opened:
    path = root / subject.file.path
    try:
        return Opened(subject, sops.decrypt(path, "the file"))
    except Stopped:
        raise
    except Undecryptable:
        return Opened(subject, locked=True)
    except KubecatalogError as error:
        whole = subject.fault("undecryptable-secret", error.message, (), error.hint)
    damaged = [] if _decrypts(sops, path) else list(_damaged(sops, subject))
    return Opened(subject, findings=tuple(damaged or [whole]))


def _decrypts(sops: Sops, path: Path) -> bool:
    """Whether every value can be decrypted, with or without a MAC that holds."""
    try:
        sops.decrypt(path, "the file", mac=False)
    except Stopped:
        raise
    except KubecatalogError:
        return False
    return True


def _damaged(sops: Sops, subject: Subject) -> Iterator[Finding]:
    """A finding for each value that cannot be decrypted: sops tells of none of them which one it is."""
    for (section, key), value in subject.file.leaves.items():
        if isinstance(value, str) and CIPHERTEXT.fullmatch(value) and not _is_whole(sops, subject, section, key, value):
            message = f"the value of {key} cannot be decrypted: it was moved, renamed or damaged"
            yield subject.fault("undecryptable-value", message, (section, key), subject.restored)


def _is_whole(sops: Sops, subject: Subject, section: str, key: str, value: Json) -> bool:
    """Whether a value can be decrypted under its key, tried in a file that holds nothing else."""
    with tempfile.TemporaryDirectory(dir=sops.config.parent) as folder:
        alone = Path(folder) / f"alone{SUFFIX}"
        alone.write_text(json.dumps({section: {key: value}, "sops": subject.file.sops}, default=text))
        return _decrypts(sops, alone)
