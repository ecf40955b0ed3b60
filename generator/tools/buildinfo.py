"""A program's file -> the Go module it was built from, read from its bytes: neither Go nor the program is run."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path

from generator.tools.pins import Pin


@dataclass(frozen=True, slots=True)
class BuildInfo:
    version: str
    """Without the leading "v"; "(devel)" when it was not built from a released module."""
    checksum: str
    """Empty when the build did not use a module from a proxy."""


def read_build_info(path: Path, pin: Pin) -> BuildInfo | None:
    """None when the file is not a Go build of the pin's package. The format: https://pkg.go.dev/debug/buildinfo"""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            start = data.find(f"path\t{pin.package}\nmod\t{pin.module}\t".encode())
            text = data[start : start + 1000] if start >= 0 else b""
    except (OSError, ValueError):  # ValueError: the file is empty
        return None
    lines = text.decode(errors="replace").splitlines()
    if len(lines) < 2:
        return None
    fields = lines[1].split("\t")
    return BuildInfo(version=fields[2].removeprefix("v"), checksum=fields[3] if len(fields) > 3 else "")
