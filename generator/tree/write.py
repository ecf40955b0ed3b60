"""Expected files and the files that are there -> changes; and the changes carried out, all or none.

Only files that we wrote are ever replaced or removed. A file is ours when its header says so, or when a generated
kustomization.yaml vouches for it; it is unchanged when the digest there still holds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from errno import EXDEV
from pathlib import Path
from stat import S_ISREG
from typing import Literal

from msgspec import Struct, field

from generator.errors import KubecatalogError
from generator.findings import Finding, Source
from generator.tree.ownership import KUSTOMIZATION, digest, read

Owner = Literal["ours", "edited", "foreign"]

_HINTS = {
    "missing-file": "run `kubecatalog render`",
    "outdated-file": "run `kubecatalog render`",
    "orphaned-file": "run `kubecatalog render`",
    "edited-file": "make the change in the catalog, or give the file up with `kubecatalog render --overwrite`",
    "foreign-file": "move it elsewhere, or give it up with `kubecatalog render --overwrite`",
}


class Changes(Struct):
    """What must be done for the tree to be what the catalog generates. Paths are relative to the repository."""

    expected: Mapping[str, str]
    """The digest of every file that the catalog generates, by path."""
    write: list[str] = field(default_factory=list)
    delete: list[str] = field(default_factory=list)
    drift: list[Finding] = field(default_factory=list)
    """One finding for each file that is not as it should be."""

    @property
    def blocked(self) -> list[Finding]:
        """Files that somebody else wrote or changed, and that we therefore do not touch."""
        return [finding for finding in self.drift if finding.rule in ("edited-file", "foreign-file")]


class Owners:
    """Whose a file is, from what the files say of themselves."""

    def __init__(self, root: Path, written: Callable[[str], Collection[str]]) -> None:
        self._root = root
        self._written = written
        """Digests of what the last runs wrote, by path: they vouch for files whose kustomization.yaml is already
        a newer one."""
        self._payloads: dict[str, dict[str, str]] = {}

    def of(self, path: str) -> tuple[Owner, str]:
        """The owner of an existing file, and the catalog file that it comes from."""
        file = self._root / path
        try:
            if not S_ISREG(file.lstat().st_mode):  # a link leads elsewhere, and a pipe would be waited for
                return "foreign", ""
            content = file.read_bytes()
        except OSError:
            return "foreign", ""
        header = read(content)
        if header:
            return ("ours" if header.unchanged else "edited"), header.source
        found = digest(content)
        if found in self._written(path):
            return "ours", ""
        for parent in Path(path).parents:
            vouched = self._vouched(str(parent))
            inner = str(Path(path).relative_to(parent))
            if inner in vouched:
                return ("ours" if vouched[inner] == found else "edited"), ""
        return "foreign", ""

    def in_the_way(self, path: str) -> str | None:
        """What stands where this file or one of its folders is to be made: a folder, or something that is none."""
        if os.path.lexists(self._root / path):
            return path
        for parent in list(Path(path).parents)[:-2]:
            folder = self._root / parent
            if os.path.lexists(folder):
                return None if folder.is_dir() and not folder.is_symlink() else str(parent)
        return None

    def _vouched(self, folder: str) -> dict[str, str]:
        if folder not in self._payloads:
            try:
                header = read((self._root / folder / KUSTOMIZATION).read_bytes())
            except OSError:
                header = None
            self._payloads[folder] = header.payloads if header else {}
        return self._payloads[folder]


def changes(
    expected: Mapping[str, str],
    found: Mapping[str, str | None],
    orphans: Iterable[str],
    owners: Owners,
    *,
    overwrite: bool,
) -> Changes:
    """`expected` and `found` are digests by path, and others may be found than expected; `orphans` are files in our
    folders that are not expected."""
    result = Changes(expected)
    obstacles: set[str] = set()
    for path, wanted in expected.items():
        have = found.get(path)
        if have is None:
            obstacle = owners.in_the_way(path)
            if obstacle is None:
                result.write.append(path)
                result.drift.append(_drift("missing-file", path, "is missing"))
            elif obstacle not in obstacles:
                obstacles.add(obstacle)
                result.drift.append(_by_hand("foreign", obstacle))
        elif have != wanted:
            owner, _ = owners.of(path)
            if owner == "ours" or overwrite:
                result.write.append(path)
                result.drift.append(_drift("outdated-file", path, "is not what the catalog generates"))
            else:
                result.drift.append(_by_hand(owner, path))
    for path in orphans:
        owner, source = owners.of(path)
        if owner == "ours" or (owner == "edited" and overwrite):
            result.delete.append(path)
            came = f"; it came from {source}" if source else ""
            result.drift.append(_drift("orphaned-file", path, f"is no longer generated{came}"))
        elif owner == "edited":
            result.drift.append(_drift("edited-file", path, "is no longer generated, and was changed by hand"))
    if len(result.drift) == len(result.write) == len(expected) > 1 and not any(path in found for path in expected):
        result.drift = [_drift("missing-file", "base", f"and overlays are not there yet: {len(expected)} files")]
    return result


def _by_hand(owner: Owner, path: str) -> Finding:
    if owner == "edited":
        return _drift("edited-file", path, "was changed by hand")
    return _drift("foreign-file", path, "was not written by kubecatalog, and stands where a generated file belongs")


def _drift(rule: str, path: str, what: str) -> Finding:
    return Finding(rule, "drift", f"{path} {what}", Source(path), _HINTS[rule])


def carry_out(root: Path, todo: Changes, staged: Path, attic: Path) -> None:
    """Put the staged files in place and remove the orphans. Raises KubecatalogError, with the tree as it was.

    A kustomization.yaml vouches for files beside it, so of each folder it is the last to be written or removed: then a
    run that is killed at any moment leaves no file of which the next run does not know that it is ours.
    """
    undo: list[Callable[[], None]] = []
    order = [*((path, True) for path in todo.write), *((path, False) for path in todo.delete)]
    path = ""
    try:
        for path, writing in sorted(order, key=lambda item: (_is_kustomization(item[0]), item[0])):
            if writing:
                _make_folder((root / path).parent, undo)
            _keep(root, path, attic, undo)
            if writing:
                os.replace(staged / path, root / path)
            else:
                (root / path).unlink()
    except OSError as error:
        for step in reversed(undo):
            step()
        if error.errno == EXDEV:
            message = f"{root / path} is on another file system than the repository"
            raise KubecatalogError(message, "nothing was changed; keep the generated folders on one with it") from None
        message = f"{error.filename2 or error.filename} cannot be written: {error.strerror}"
        raise KubecatalogError(message, "nothing was changed; check permissions and free space") from None


def _is_kustomization(path: str) -> bool:
    return path.endswith(f"/{KUSTOMIZATION}")


def _keep(root: Path, path: str, attic: Path, undo: list[Callable[[], None]]) -> None:
    """Remember how to give the file back: a second link to what is there, or that there was nothing."""
    target = root / path
    if not os.path.lexists(target):
        undo.append(lambda: target.unlink(missing_ok=True))
        return
    kept = attic / str(len(undo))
    attic.mkdir(parents=True, exist_ok=True)
    os.link(target, kept, follow_symlinks=False)

    def restore() -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(kept, target)

    undo.append(restore)


def _make_folder(folder: Path, undo: list[Callable[[], None]]) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent, undo)
        folder.mkdir()
        undo.append(folder.rmdir)


def remove_empty(root: Path, paths: Iterable[str]) -> None:
    """Remove the folders of these files, and those above them, as far as they are empty; never the top ones."""
    for path in paths:
        folder = Path(path).parent
        while len(folder.parts) > 1:
            try:
                (root / folder).rmdir()
            except OSError:
                if (root / folder).exists():
                    break
            folder = folder.parent


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    made: set[str] = set()
    for path, content in files.items():
        target = folder / path
        parent = os.path.dirname(path)
        if parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(parent)
        target.write_bytes(content)
