"""`secrets resolve`: a conflict that a merge, rebase or cherry-pick has left, decided key by key."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from generator.commands.secrets.merge import joined, located
from generator.errors import FINDINGS, KubecatalogError
from generator.secrets.file import Place
from generator.secrets.gitconfig import git
from generator.secrets.merge import Conflict, Versions, unchanged
from generator.secrets.merging import Side
from generator.workspace import Workspace


def run(workspace: Workspace, path: str, ours: tuple[str, ...], theirs: tuple[str, ...], rest: Side | None) -> int:
    root, place = located(workspace.root, path)
    if place is None:
        raise KubecatalogError(
            f"{path} is no place of an encrypted Secret", "for example: secrets/dev/orders.sops.yaml"
        )
    if both := sorted({*ours} & {*theirs}):
        raise KubecatalogError(f"{', '.join(both)} is taken from both sides", "take a key from one of them")
    workspace = Workspace(root, workspace.environ)
    versions = _stages(workspace, place)
    choices: dict[str, Side] = {**dict.fromkeys(ours, "ours"), **dict.fromkeys(theirs, "theirs")}
    with workspace.scratch() as scratch:
        if not (versions.ours and versions.theirs):
            _one_side(workspace, scratch, place, versions, rest)
        else:
            taken = unchanged(versions)
            staged = _staged(scratch, taken) if taken else _joined(workspace, scratch, place, versions, choices, rest)
            _put(workspace, place, staged)
    print(f"{place.path} resolved; go on with the merge", file=sys.stderr)
    return 0


def _stages(workspace: Workspace, place: Place) -> Versions:
    """The three versions that git keeps of a file in conflict."""
    listed = git(workspace.root, workspace.tool_environ, "ls-files", "-u", "-z", "--", place.path).stdout.decode()
    entries = (entry.partition("\t")[0].split(" ") for entry in listed.split("\0") if entry)
    objects = {stage: name for _, name, stage in entries}
    if not objects:
        raise KubecatalogError(f"{place.path} is not in conflict", "`git status` lists the files that are")
    texts = []
    for stage in "123":
        asked = ("cat-file", "blob", objects[stage]) if stage in objects else None
        texts.append(git(workspace.root, workspace.tool_environ, *asked).stdout if asked else b"")
    return Versions(*texts)


def _one_side(workspace: Workspace, scratch: Path, place: Place, versions: Versions, rest: Side | None) -> None:
    if rest is None:
        gone, changed = ("we", "they") if not versions.ours else ("they", "we")
        message = f"{place.path}: {gone} removed the file, and {changed} changed it"
        raise KubecatalogError(message, f"say which to take: --rest {'ours' if gone == 'we' else 'theirs'} removes it")
    wanted = versions.ours if rest == "ours" else versions.theirs
    _put(workspace, place, _staged(scratch, wanted) if wanted else None)


def _joined(
    workspace: Workspace,
    scratch: Path,
    place: Place,
    versions: Versions,
    choices: Mapping[str, Side],
    rest: Side | None,
) -> Path:
    try:
        return joined(workspace, scratch, place, versions, choices)
    except Conflict as conflict:
        if rest is None:
            raise
        return joined(workspace, scratch, place, versions, {**dict.fromkeys(conflict.keys, rest), **choices})


def _staged(scratch: Path, content: bytes) -> Path:
    staged = scratch / "resolved"
    staged.write_bytes(content)
    return staged


def _put(workspace: Workspace, place: Place, staged: Path | None) -> None:
    """The file in place, and git told so."""
    file = workspace.root / place.path
    if staged:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.replace(staged, file)
    else:
        file.unlink(missing_ok=True)
    done = git(workspace.root, workspace.tool_environ, "add", "--all", "--", place.path)
    if done.code:
        raise KubecatalogError(f"git cannot add {place.path}", f"run `git add {place.path}`", code=FINDINGS)
