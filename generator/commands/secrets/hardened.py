"""A workspace for commands that know values: nothing of this process can be dumped."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from generator.workspace import Workspace


def workspace(root: Path) -> Workspace:
    # No core file, of this process or one that it starts, whatever it may die of.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _undumpable()
    return Workspace(root, dict(os.environ))


def _undumpable() -> None:
    """Where core dumps are piped to a program, the limit does not count, and this does; nor can another process of the
    same user read the memory then (https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html)."""
    import ctypes

    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
