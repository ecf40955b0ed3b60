"""`migrate`: an older catalog, or one of another kubecatalog -> the language and the release of this one."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from generator import __version__
from generator.catalog import load, versions
from generator.catalog.edit import edited
from generator.catalog.migrations import Migrated, migrated, newest, texts_of
from generator.errors import FINDINGS, KubecatalogError
from generator.files import replaced
from generator.findings import merged
from generator.pipeline import Options, Outcome
from generator.pipeline import run as run_pipeline
from generator.report import text as as_text
from generator.tree.folders import GENERATED, INPUTS
from generator.workspace import Workspace

_UNSHOWN = "secrets/"
"""Encrypted files change as a whole, and say nothing to a reader."""


class Changed(Struct, frozen=True):
    path: str
    before: bytes
    after: bytes


def run(workspace: Workspace, *, check: bool, diff: bool) -> int:
    """Raises KubecatalogError for a catalog that is newer than this kubecatalog, or that cannot be read."""
    root = workspace.root
    load.must_exist(root)
    before = texts_of(root)
    result = _due(root, before)
    for change in result.changes:
        print(change.line)
    if not check:
        return _write(root, result.files, before)
    _show([Changed(path, before[path].encode(), text.encode()) for path, text in result.files.items()])
    outcome, changed = _preview(workspace, result.files)
    if outcome.errors:
        print("\n".join(as_text.of(merged(outcome.findings), root)))
        print("the tree cannot be compared until this is put right")
        return FINDINGS
    _tell(changed)
    if diff:
        _show([change for change in changed if not change.path.startswith(_UNSHOWN)])
    return FINDINGS if result.files or changed else 0


def _due(root: Path, before: Mapping[str, str]) -> Migrated:
    """What the catalog needs, and in the platform file the releases that may work on it from now on."""
    platform = load.read(root, load.PLATFORM_FILE, lambda data: []).document
    if platform is None:
        raise KubecatalogError(f"{load.PLATFORM_FILE} cannot be read", "`kubecatalog validate` says why")
    versions.must_be_known(platform)
    result = migrated(before, versions.language_of(platform.data))
    wanted = platform.data.get("requires", "")
    if wanted and not versions.admits(wanted, __version__):
        text = result.files.get(load.PLATFORM_FILE, before[load.PLATFORM_FILE])
        result.files[load.PLATFORM_FILE] = edited(text, ("requires",), versions.this_release())
    return result


def _write(root: Path, files: Mapping[str, str], before: Mapping[str, str]) -> int:
    """All files or none."""
    written: list[str] = []
    try:
        for path, text in files.items():
            replaced(root / path, text.encode(), path)
            written.append(path)
    except KubecatalogError:
        for path in written:
            replaced(root / path, before[path].encode(), path)
        raise
    if not files:
        print(f"the catalog is in language {newest()}, and {__version__} may work on it: nothing to change")
        return 0
    print(f"wrote {', '.join(files)}; next: kubecatalog render --check")
    return 0


def _preview(workspace: Workspace, files: Mapping[str, str]) -> tuple[Outcome, list[Changed]]:
    """What rendering the changed catalog makes of the tree, tried in a copy."""
    with TemporaryDirectory(prefix="kubecatalog-") as folder:
        copy = Path(folder)
        for name in dict.fromkeys((*INPUTS, *GENERATED)):
            if (workspace.root / name).is_dir():
                shutil.copytree(workspace.root / name, copy / name, symlinks=True, dirs_exist_ok=True)
            elif (workspace.root / name).is_file():
                shutil.copy2(workspace.root / name, copy / name)
        for path, text in files.items():
            (copy / path).write_bytes(text.encode())
        outcome = run_pipeline(Workspace(copy, workspace.environ), Options(write=True))
        return outcome, list(_changed(workspace.root, copy))


def _changed(root: Path, copy: Path) -> Iterator[Changed]:
    was, now = _files(root), _files(copy)
    for path in sorted(was.keys() | now.keys()):
        before, after = was.get(path, b""), now.get(path, b"")
        if before != after:
            yield Changed(path, before, after)


def _files(root: Path) -> dict[str, bytes]:
    paths = (path for name in GENERATED for path in (root / name, *(root / name).rglob("*")))
    return {str(path.relative_to(root)): path.read_bytes() for path in paths if path.is_file()}


def _tell(changed: list[Changed]) -> None:
    """The tree's files that would change."""
    print(f"rendering it changes {len(changed)} file{'' if len(changed) == 1 else 's'} of the tree")
    for change in changed:
        verb = "changed" if change.before and change.after else "added" if change.after else "deleted"
        print(f"  {verb:<8} {change.path}")


def _show(changed: list[Changed]) -> None:
    for change in changed:
        before, after = (text.decode(errors="replace").splitlines() for text in (change.before, change.after))
        print("\n".join(difflib.unified_diff(before, after, f"a/{change.path}", f"b/{change.path}", lineterm="")))
