"""A folder that lies in memory and on no disk, for what a program insists to have as a file."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import KubecatalogError

_PREFIX = "kubecatalog-edit-"
_LOCK = "lock"
_IN_MEMORY = ("tmpfs", "ramfs")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MOUNTS = Path("/proc/self/mountinfo")


@contextlib.contextmanager
def folder(environ: Mapping[str, str], *, on_disk: bool = False) -> Iterator[Path]:
    """An empty folder that only this user can enter; afterwards it is gone. What killed runs left is removed, too.

    Raises KubecatalogError where there is no file system in memory, and `on_disk` does not allow another one.
    """
    parent = Path(tempfile.gettempdir()) if on_disk else _parent(environ)
    if parent is None:
        message = (
            "an editor needs a file, and there is no folder in memory for it: plaintext would be written to a disk"
        )
        hint = "use `kubecatalog secrets set` or `import`, or, on an encrypted disk, give --on-disk"
        raise KubecatalogError(message, hint)
    _sweep(parent)
    made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    try:
        with (made / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _parent(environ: Mapping[str, str]) -> Path | None:
    try:
        mounts = _MOUNTS.read_text()
    except OSError:
        return None
    for name in (environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):
        if os.path.isdir(name) and os.access(name, os.W_OK | os.X_OK):
            real = os.path.realpath(name)
            if file_system(real, mounts) in _IN_MEMORY:
                return Path(real)
    return None


def file_system(path: str, mounts: str) -> str:
    """The type of the file system that an absolute path is on, by the text of `/proc/self/mountinfo`
    (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html). Of mounts on one point the last one counts."""
    found = ("", "")
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = _ESCAPED.sub(lambda match: chr(int(match[1], 8)), before.split(" ")[4])
        if len(point) >= len(found[0]) and (path == point or path.startswith(f"{point.rstrip('/')}/")):
            found = (point, after.split(" ")[0])
    return found[1]


def _sweep(parent: Path) -> None:
    """Removes the folders whose process is gone: nobody holds their lock."""
    for left in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if left.lstat().st_uid != os.getuid():
                continue
            with (left / _LOCK).open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
