"""Paths, as somebody names them -> files of manifests: what kustomizations build to, standard input, files, folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from generator.checks.origins import KUSTOMIZATIONS, Origins, built, kustomization
from generator.errors import KubecatalogError, ToolError
from generator.findings import Finding, Source
from generator.tools.locate import tool
from generator.workspace import Workspace

SUFFIXES = (".yaml", ".yml", ".json")


class Files(Struct):
    """`shown` maps each file that is read to the name by which the user knows it, `origins` says of those that
    kustomize built where their manifests came from."""

    shown: dict[Path, str] = field(default_factory=dict)
    origins: dict[Path, Origins] = field(default_factory=dict)
    kustomizations: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def gather(workspace: Workspace, paths: Sequence[str], scratch: Path) -> Files:
    """What is no file of its own lies in `scratch`. Raises KubecatalogError for a path that does not exist."""
    files = Files()
    scratch.mkdir(exist_ok=True)
    for name in paths:
        if name == "-":
            path = scratch / "stdin.yaml"
            path.write_bytes(sys.stdin.buffer.read())
            files.shown[path] = "-"
            continue
        path = workspace.root / name
        if path.is_dir():
            _walk(path, files)
        elif path.is_file():
            files.shown[path if path.suffix in SUFFIXES else _named(path, scratch, len(files.shown))] = name
        else:
            raise KubecatalogError(f"{name} does not exist", "name files, folders, or - for standard input")
    kustomize = tool("kustomize", workspace.root, workspace.tool_environ) if files.kustomizations else None
    for count, folder in enumerate(_not_bases(files.kustomizations)):
        assert kustomize is not None
        path = scratch / f"{count}.yaml"
        shown = _relative(workspace, next(folder / name for name in KUSTOMIZATIONS if (folder / name).exists()))
        try:
            output, files.origins[path] = built(kustomize, folder, scratch / f"around-{count}", workspace.go_environ)
            path.write_bytes(output)
            files.shown[path] = shown
        except ToolError as error:
            finding = Finding("unbuildable-kustomization", "schema", f"{error.message}", Source(shown), error.hint)
            files.findings.append(finding)
    for path, name in files.shown.items():
        if not name:
            files.shown[path] = _relative(workspace, path)
    return files


def _named(path: Path, scratch: Path, count: int) -> Path:
    """A link with an ending that kubeconform reads, to a file that was named and has none."""
    link = scratch / f"named-{count}.yaml"
    link.symlink_to(path)
    return link


def _walk(folder: Path, files: Files) -> None:
    """The manifests below a folder. A folder with a kustomization is built, not read: its files may be patches."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if any(entry.name in KUSTOMIZATIONS for entry in entries):
        files.kustomizations.append(folder)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            _walk(Path(entry.path), files)
        elif entry.name.endswith(SUFFIXES):
            files.shown[Path(entry.path)] = ""


def _not_bases(folders: Sequence[Path]) -> list[Path]:
    """The kustomizations that no other one of them builds on: a base need not be complete by itself."""
    used = {base.resolve() for folder in folders for base in _bases(folder)}
    return [folder for folder in folders if folder.resolve() not in used or len(folders) == 1]


def _bases(folder: Path) -> Iterator[Path]:
    content = kustomization(folder)
    for key in ("resources", "bases", "components"):
        yield from (folder / item for item in content.get(key) or [] if isinstance(item, str))


def _relative(workspace: Workspace, path: Path) -> str:
    return os.path.relpath(path, workspace.root)
