"""A repository -> git knows how to merge its encrypted files, and how to show what changed in them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import KubecatalogError
from generator.files import replaced
from generator.tools.run import Result, run

ATTRIBUTES = ".gitattributes"
DRIVER = "kubecatalog-secrets"
PATTERN = "/secrets/*/*.sops.yaml"
LINE = f"{PATTERN} diff={DRIVER} merge={DRIVER}"
_COMMENT = "# Encrypted Secrets are compared and merged key by key; `kubecatalog secrets git` tells git how."

TIMEOUT = 60.0
_EVERY = range(256)


def set_up(root: Path, environ: Mapping[str, str]) -> list[str]:
    """What was changed: the file that is committed, and the settings that each clone needs of its own. Raises
    KubecatalogError where there is no git repository."""
    if git(root, environ, "rev-parse", "--git-dir").code:
        raise KubecatalogError(f"{root} is in no git repository", "start one: `git init`")
    changed = [ATTRIBUTES] if _add_line(root / ATTRIBUTES) else []
    for name, value in settings().items():
        if git(root, environ, "config", "--local", "--get", name).stdout.decode().rstrip("\n") != value:
            done = git(root, environ, "config", "--local", "--replace-all", name, value)
            if done.code:
                raise KubecatalogError(f"git cannot set {name}: its configuration cannot be written")
            changed.append(f"git config {name}")
    return changed


def settings() -> dict[str, str]:
    """Git runs what stands here in a shell, from whatever folder and with whatever PATH.

    Not the name of our command, which may be elsewhere; -P, so that no module is taken from the folder that git happens
    to be in. Where the interpreter is gone, `git diff` still says that something changed instead of failing as a whole.
    That text must not be kept, so there is no `cachetextconv`; its notes would be pushed by `git push --mirror`, too.
    """
    us = f"{shlex.quote(sys.executable)} -P -m generator secrets"
    gone = f"{sys.executable} cannot run kubecatalog any more; `kubecatalog secrets git` of another one repairs that"
    otherwise = f'{{ echo {shlex.quote(gone)}; cksum < "$1"; }}'
    return {
        f"diff.{DRIVER}.textconv": f'f() {{ {us} textconv "$1" 2> /dev/null || {otherwise}; }}; f',
        f"merge.{DRIVER}.name": "encrypted Secrets, key by key",
        # Between several common ancestors nothing is decided: the oldest one is taken.
        f"merge.{DRIVER}.recursive": "binary",
        f"merge.{DRIVER}.driver": f"{us.replace('%', '%%')} merge %O %A %B %P",
    }


def git(root: Path, environ: Mapping[str, str], *arguments: str) -> Result:
    """Whatever its exit code."""
    argv: Iterable[str] = ("git", *arguments)
    return run(list(argv), tool="git", version="", timeout=TIMEOUT, cwd=root, env=environ, ok=_EVERY)


def _add_line(file: Path) -> bool:
    before = file.read_text() if file.exists() else ""
    if LINE in before.splitlines():
        return False
    above = [before.rstrip("\n"), ""] if before.strip() else []
    replaced(file, "\n".join([*above, _COMMENT, LINE, ""]).encode())
    return True
