"""A workspace for commands that know values: nothing of this process can be dumped."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from generator.workspace import Workspace

_PATHS = ("SOPS_AGE_KEY_FILE", "SOPS_AGE_SSH_PRIVATE_KEY_FILE")


def workspace(root: Path) -> Workspace:
    # No core file, of this process or one that it starts, whatever it may die of.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _undumpable()
    # sops runs where its rules are: what the user named is relative to where she is.
    paths = {name: os.path.abspath(os.environ[name]) for name in _PATHS if os.environ.get(name)}
    return Workspace(root, {**os.environ, **paths})


def _undumpable() -> None:
    """Where core dumps are piped to a program, the limit does not count, and this does; nor can another process of the
    same user read the memory then (https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html)."""
    import ctypes

    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
