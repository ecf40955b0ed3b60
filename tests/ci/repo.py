"""A shop in a git repository, for what CI does with it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from generator.findings import Finding
from generator.pipeline import Options, Outcome, run
from generator.workspace import Workspace
from tests.incremental.shop import Shop

_ENVIRON = {
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "test"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "test@example.com"),
    "GIT_CONFIG_GLOBAL": "/dev/null",
}


def git(root: Path, *arguments: str) -> str:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *arguments], cwd=root, env={**environ, **_ENVIRON}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "one")


def committed(root: Path) -> Shop:
    """A shop that is rendered and committed on `main`."""
    shop = Shop(root)
    assert shop.render().findings == []
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return shop


def cold(root: Path, options: Options) -> Outcome:
    """A run on a machine that knows nothing of earlier ones."""
    shutil.rmtree(root / ".kubecatalog", ignore_errors=True)
    return run(workspace(root), options)


def workspace(root: Path, **environ: str) -> Workspace:
    return Workspace(root, {**os.environ, **environ})


def keys(findings: list[Finding]) -> list[str]:
    """All that is told of each, in order."""
    return sorted(repr(finding) for finding in findings)
