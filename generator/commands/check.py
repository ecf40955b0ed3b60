"""`check`: any manifests, without a catalog: files, folders, kustomizations, standard input."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from generator.catalog.yaml_source import locate
from generator.checks import schema
from generator.checks.kubeconform import validate
from generator.errors import FINDINGS, KubecatalogError, ToolError
from generator.findings import Finding, Source
from generator.json_types import JsonMap, parsed
from generator.render.kustomize import build
from generator.report import json_report, text
from generator.schemas import locations
from generator.tools.locate import tool
from generator.workspace import Workspace

SUFFIXES = (".yaml", ".yml", ".json")
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
MEMORY = "/dev/shm"
"""Standard input and rendered output may hold secrets in the clear: they stay in memory where there is such a place."""


@dataclass(slots=True)
class _Files:
    """`shown` maps each file that is read to the name by which the user knows it."""

    shown: dict[Path, str] = field(default_factory=dict)
    kustomizations: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def run(workspace: Workspace, paths: Sequence[str], version: str, form: str) -> int:
    started = time.monotonic()
    wanted = locations.minor(version) if version else locations.versions()[-1]
    with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as folder:
        files = _collect(workspace, paths, Path(folder))
        findings, checked = _check(workspace, files, wanted)
    findings += files.findings
    if not checked and not findings:
        raise KubecatalogError(f"there are no manifests in {', '.join(paths)}", f"files end with {', '.join(SUFFIXES)}")
    findings.sort(key=Finding.sort_key)
    seconds = time.monotonic() - started
    if form == "json":
        counts = {"kubernetes": wanted, "files": len(files.shown), "checked": checked, "skipped": 0}
        print(json_report.document(findings, {**counts, "seconds": round(seconds, 3)}))
    else:
        for line in text.findings(findings):
            print(line)
        amount = f"{checked:,} manifest{'' if checked == 1 else 's'} checked"
        found = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
        print(f"{amount} for Kubernetes {wanted}, 0 skipped, {found} in {seconds:.2f} s")
    return FINDINGS if any(finding.severity == "error" for finding in findings) else 0


def _collect(workspace: Workspace, paths: Sequence[str], scratch: Path) -> _Files:
    files = _Files()
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
            path.write_bytes(build(kustomize, folder, workspace.go_environ))
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


def _walk(folder: Path, files: _Files) -> None:
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
    for name in KUSTOMIZATIONS:
        if (folder / name).exists():
            try:
                content: JsonMap = yaml.safe_load((folder / name).read_bytes()) or {}
            except (yaml.YAMLError, UnicodeDecodeError):
                return  # kustomize will say so
            for key in ("resources", "bases", "components"):
                yield from (folder / item for item in content.get(key) or [] if isinstance(item, str))


def _relative(workspace: Workspace, path: Path) -> str:
    return os.path.relpath(path, workspace.root)


def _check(workspace: Workspace, files: _Files, version: str) -> tuple[list[Finding], int]:
    binary = tool("kubeconform", workspace.root, workspace.tool_environ)
    findings: list[Finding] = []
    checked = 0
    wanted = dict.fromkeys(files.shown, version)
    for result in validate(wanted, kubeconform=binary, root=workspace.root, env=workspace.go_environ):
        checked += 1
        findings += [_placed(finding, result.file, files.shown[result.file]) for finding in schema.describe(result)]
    return findings, checked


def _placed(finding: Finding, path: Path, shown: str) -> Finding:
    """The finding at the field's own line. What was rendered has no lines of its own: its kustomization is named."""
    if shown.rpartition("/")[2] in KUSTOMIZATIONS:
        return replace(finding, source=Source(shown))
    manifest = finding.manifest
    field_path = parsed(manifest.field) if manifest else ()
    document = (manifest.document if manifest else 0) or 0
    key = finding.rule == "unknown-field"
    return replace(finding, source=Source(shown, *locate(path.read_bytes(), field_path, key=key, document=document)))
