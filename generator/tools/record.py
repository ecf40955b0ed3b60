"""A small JSON file that remembers versions and digests of programs, believed as long as a program's size and time are
the same."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    version: str
    size: int
    mtime_ns: int
    sha256: str = ""
    """Of a program that we installed; empty for one that is only known by what it says of itself."""


def entry_of(path: Path, version: str, sha256: str = "") -> Entry:
    """Raises OSError when the file is not there."""
    stat = path.stat()
    return Entry(version, stat.st_size, stat.st_mtime_ns, sha256)


def digest_of(path: Path) -> str:
    """Raises OSError when the file is not there."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_current(entry: Entry | None, path: Path) -> bool:
    try:
        return entry is not None and entry == entry_of(path, entry.version, entry.sha256)
    except OSError:
        return False


def read_record(file: Path) -> dict[str, Entry]:
    """Keys are what the writer chose: names or paths. An unreadable or foreign file is an empty record."""
    try:
        data = json.loads(file.read_bytes())
        return {
            key: Entry(str(value["version"]), value["size"], value["mtime_ns"], str(value.get("sha256", "")))
            for key, value in data.items()
        }
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def write_record(file: Path, entries: Mapping[str, Entry]) -> None:
    """Replaces the file in one move. Raises OSError."""
    text = json.dumps({key: asdict(entry) for key, entry in sorted(entries.items())}, indent=2) + "\n"
    fresh = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)
