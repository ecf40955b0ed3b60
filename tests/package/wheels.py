"""Packages that are installed here -> their wheels again, so that an installation needs no network."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from packaging.requirements import Requirement

_OF_THE_INSTALLATION = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


def needed(name: str, seen: dict[str, Distribution] | None = None) -> dict[str, Distribution]:
    """What a package needs, all the way down, without extras; itself aside."""
    seen = {} if seen is None else seen
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and requirement.name not in seen:
            try:
                seen[requirement.name] = distribution(requirement.name)
            except PackageNotFoundError:  # of another platform
                continue
            needed(requirement.name, seen)
    return seen


def wheel(package: Distribution, folder: Path) -> Path:
    files = {str(file): file for file in package.files or () if not str(file).startswith("..")}
    info = next(name for name in files if name.endswith(".dist-info/WHEEL")).rpartition("/")[0]
    tags = Parser().parsestr(package.read_text("WHEEL") or "").get_all("Tag") or []
    platforms = ".".join(dict.fromkeys(tag.split("-")[2] for tag in tags))
    python, abi = (".".join(dict.fromkeys(tag.split("-")[part] for tag in tags)) for part in (0, 1))
    path = folder / f"{info.removesuffix('.dist-info')}-{python}-{abi}-{platforms}.whl"
    rows = []
    with zipfile.ZipFile(path, "w") as archive:
        for name, file in _carried(files, info):
            content = Path(str(package.locate_file(file))).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(content)}")
            archive.writestr(name, content)
        archive.writestr(f"{info}/RECORD", "\n".join([*rows, f"{info}/RECORD,,", ""]))
    return path


def _carried(files: dict[str, PackagePath], info: str) -> Iterator[tuple[str, PackagePath]]:
    for name, file in files.items():
        if not name.endswith(".pyc") and name not in {f"{info}/{own}" for own in _OF_THE_INSTALLATION}:
            yield name, file
