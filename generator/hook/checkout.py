"""The index -> a folder with what would be committed, kept from run to run: only what changed is written."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from generator import git
from generator.cache.index import CACHE_DIR, FOLDER
from generator.git import Repository, Staged
from generator.json_types import Json
from generator.tree.write import remove_empty
from generator.workspace import Workspace

_NAME = "staged"
_STATE = "staged.json"
_SEEDS = ("index.json", "graph.json", "tools.json", "secret-ages.json")


class Checkout:
    """`workspace` is the one whose files are those of the index, with what git needs to take it for the repository."""

    def __init__(self, workspace: Workspace, repo: Repository) -> None:
        self._repo = repo
        self._state = workspace.folder / _STATE
        top = workspace.folder / _NAME
        self.root = top / repo.prefix
        folder, index = git.index_file(repo)
        own = {"GIT_DIR": folder, "GIT_WORK_TREE": str(top), git.OWN_INDEX: index}
        environ = {name: text for name, text in workspace.environ.items() if name != CACHE_DIR}
        self.workspace = replace(workspace, root=self.root, environ={**environ, **own})
        self._had = self._known()
        self._prepare(workspace)

    def bring_up_to_date(self, folders: Collection[str]) -> None:
        """Raises KubecatalogError where a merge left conflicts."""
        staged = git.in_commit(self._repo, folders)
        wanted = {path: _mark(file) for path, file in staged.items()}
        changed = {path: staged[path] for path, mark in wanted.items() if self._had.get(path) != mark}
        gone = self._had.keys() - wanted.keys()
        # Whoever is killed from here on leaves nothing that is taken for a copy.
        self._state.unlink(missing_ok=True)
        for path in (*gone, *changed):
            with suppress(FileNotFoundError):
                (self.root / path).unlink()
        remove_empty(self.root, gone)
        contents = git.contents(self._repo, {path: file.blob for path, file in changed.items()})
        for path, content in contents.items():
            _write(self.root / path, content, staged[path])
        self._had = wanted

    def forget(self, paths: Collection[str]) -> None:
        """These are not as they are in the index any more, or not in it at all. Only now the folder is known to be a
        copy."""
        known = {**self._had, **dict.fromkeys(paths, "")}
        self._state.write_text(json.dumps(known, separators=(",", ":")))

    def _known(self) -> Mapping[str, str]:
        try:
            known: Json = json.loads(self._state.read_bytes())
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _prepare(self, workspace: Workspace) -> None:
        if not self._had:
            shutil.rmtree(workspace.folder / _NAME, ignore_errors=True)
        cache = self.root / FOLDER
        if not cache.is_dir():
            cache.mkdir(parents=True)
            for name in _SEEDS:  # what is known of a unit holds wherever its files are
                with suppress(FileNotFoundError):
                    shutil.copyfile(workspace.cache / name, cache / name)
        tools = self.root / ".tools"
        if not tools.is_symlink():
            tools.symlink_to(workspace.root / ".tools")


def _mark(file: Staged) -> str:
    return f"{file.blob} {'link' if file.link else ''}"


def _write(target: Path, content: bytes, file: Staged) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.link:
        target.symlink_to(os.fsdecode(content))
    else:
        target.write_bytes(content)
