"""A git repository with a catalog, whose commits are judged by a hook."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PLATFORM = """\
name: shop
environments:
  dev: {kubernetes: "1.36", domain: dev.example.com}
  prod: {kubernetes: "1.36", domain: example.com}
"""
WEB = "catalog/services/web.yaml"
API = "catalog/services/api.yaml"
BROKEN = "autoscal: 3\n"
TOLD = 'catalog/services/web.yaml:3:1: error[unknown-field] unknown field "autoscal"\n    3 | autoscal: 3\n'
AGAIN = "`git add base` and commit again"

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_EDITOR": "true",
}


def service(name: str, tag: str = "1.0.0") -> str:
    return f"image: registry.example.com/shop/{name}:{tag}\nport: 8080\n"


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    """All that was printed."""


@dataclass(frozen=True, slots=True)
class Shop:
    root: Path
    environ: Mapping[str, str]

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def read(self, path: str) -> str:
        return (self.root / path).read_text()

    def run(self, *arguments: str, at: str = ".", environ: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            arguments,
            cwd=self.root / at,
            env={**self.environ, **(environ or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
            timeout=300,
        )
        return Done(done.returncode, done.stdout)

    def git(self, *arguments: str) -> str:
        """What it prints. It must succeed."""
        done = self.run("git", *arguments)
        assert done.code == 0, done.out
        return done.out

    def commit(self, *arguments: str) -> Done:
        return self.run("git", "commit", "-m", "change", *arguments)

    def committed(self, *arguments: str) -> None:
        """A commit that nothing is wrong with."""
        done = self.commit(*arguments)
        assert done.code == 0, done.out

    def commits_what_is_staged(self) -> None:
        """A staged edit stops a commit once, whatever lies unstaged beside it."""
        self.write(WEB, service("web", "1.1.0"))
        self.git("add", WEB)
        self.write(WEB, BROKEN)
        assert AGAIN in self.commit().out
        self.git("add", "base")
        self.committed()

    def status(self) -> str:
        return self.git("status", "--porcelain")
