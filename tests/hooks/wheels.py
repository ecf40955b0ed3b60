"""The packages that are installed here -> wheels again, so that hooks are installed by pip and uv without a network."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

_LEFT_OUT = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


def write(folder: Path, *names: str) -> None:
    """What the named packages need, and themselves, but for what is installed from a folder."""
    folder.mkdir()
    waiting, seen = list(names), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # of another platform
            continue
        waiting += _needs(found)
        if name != "kubecatalog":
            _write(folder, found)


def _needs(found: Distribution) -> Iterator[str]:
    for text in found.requires or ():
        needed = Requirement(text)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield needed.name


def _write(folder: Path, found: Distribution) -> None:
    tag = next(line.removeprefix("Tag: ") for line in str(found.read_text("WHEEL")).splitlines() if "Tag: " in line)
    files = [file for file in found.files or () if ".." not in file.parts and file.suffix != ".pyc"]
    info = next(file.parts[0] for file in files if file.name == "METADATA")
    kept = [file for file in files if file.parts[0] != info or file.name not in _LEFT_OUT]
    with zipfile.ZipFile(folder / f"{info.removesuffix('.dist-info')}-{tag}.whl", "w") as wheel:
        for file in kept:
            wheel.write(str(file.locate()), str(file))
        rows = [f"{file},,\n" for file in [*kept, f"{info}/RECORD"]]
        wheel.writestr(f"{info}/RECORD", "".join(rows))
