"""The user's editor -> the command that runs it such that it keeps no copy of what is edited.

Only what is edited is a secret, but swap files, undo files, backups and histories hold it, too, and lie in the home.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from generator.errors import KubecatalogError
from generator.workspace import KEY_MATERIAL

_USUAL = ("vim", "nano", "vi")
"""Those that sops would try, too."""

_OFF = "silent! set nobackup nowritebackup noswapfile | silent! set noundofile | silent! set viminfo="

_VIM = ("-n", "-i", "NONE", "--cmd", _OFF, "-c", _OFF)
"""Before the user's own settings are read, and after."""

_EMACS = (
    "(setq backup-inhibited t make-backup-files nil auto-save-default nil create-lockfiles nil "
    "auto-save-list-file-prefix nil undo-tree-auto-save-history nil)"
)

QUIET: Mapping[str, tuple[str, ...]] = {
    "vim": _VIM,
    "nvim": _VIM,
    # Restricted: no file but the one that is edited is read or written.
    "nano": ("-R",),
    "emacs": ("--eval", _EMACS),
}
"""By program, what turns its copies off."""

_RECORDING = (
    'echo "$$" >> "$1"; if [ "$(wc -l < "$1")" -gt 1 ] && ! [ -t 0 ]; then exit 1; fi; shift; '
    f'unset {" ".join(sorted(KEY_MATERIAL))}; exec "$@"'
)
"""Leaves the number of the editor's process, so that it can be ended. sops opens the editor again as long as it cannot
read what was saved; where nobody sits at a terminal, that would never end. The editor needs no key."""


def chosen(environ: Mapping[str, str]) -> list[str]:
    """The words of the editor's command. Raises KubecatalogError where there is none."""
    path = environ.get("PATH", os.defpath)
    for name in ("SOPS_EDITOR", "VISUAL", "EDITOR"):
        if environ.get(name, "").strip():
            words = _words(name, environ[name])
            if shutil.which(words[0], path=path) is None:
                raise KubecatalogError(f'the editor of {name}, "{words[0]}", is not to be found', "set EDITOR")
            return words
    for name in _USUAL:
        if shutil.which(name, path=path):
            return [name]
    raise KubecatalogError("there is no editor", "set EDITOR to one that returns when the file is closed")


def _words(name: str, text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise KubecatalogError(f"{name} cannot be read: a quote in it is not closed") from None


def program(words: list[str], environ: Mapping[str, str]) -> str:
    """Which editor it is. `vi` may be any: where it leads to tells (vim.basic, vim.tiny, nvim)."""
    found = shutil.which(words[0], path=environ.get("PATH", os.defpath)) or words[0]
    for name in (Path(words[0]).name, Path(os.path.realpath(found)).name):
        known = name.partition(".")[0].partition("-")[0]
        if known in QUIET:
            return known
    return Path(words[0]).name


def command(words: list[str], environ: Mapping[str, str], record: Path) -> str:
    """As sops reads it from SOPS_EDITOR. The file `record` gets the number of the editor's process in its last line."""
    quiet = QUIET.get(program(words, environ), ())
    return shlex.join(["/bin/sh", "-c", _RECORDING, "sh", str(record), *words, *quiet])
