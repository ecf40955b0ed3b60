"""A git repository with a small catalog and an encrypted Secret, changed by the real command and by real git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.json_types import JsonMap
from generator.tools.locate import CHECKOUT, tool
from tests.command import completed
from tests.secrets.age_keys import KeyPair, key_pair

FILE = "secrets/dev/orders.sops.yaml"
COMMAND = (sys.executable, "-P", "-m", "generator")
VALUES = {"api-key": "canary-api", "database-password": "canary-db", "token": "canary-token"}

_PLATFORM = """\
name: shop
secrets:
  people: {{alice: {alice}, bob: {bob}}}
environments:
  dev: {{kubernetes: "1.36", secrets: {{readers: [{readers}]}}}}
"""

_ORDERS = """\
image: registry.example.com/shop/orders:1.0.0
port: 8080
env: {DATABASE_PASSWORD: {secret: database-password}}
secret: {keys: {api-key: {}, token: {}}, mount: /etc/orders}
secrets: {tls: {name: orders-tls, type: kubernetes.io/tls, mount: /etc/tls}}
"""


ORDERS = "catalog/services/orders.yaml"
SERVICE = """\
image: registry.example.com/shop/orders:1.0.0
port: 8080
env: {DATABASE_PASSWORD: {secret: database-password}}
secret: {keys: {api-key: {}, token: {}}, mount: /etc/orders}
"""
"""The service with no more than it has values for."""


@dataclass(frozen=True, slots=True)
class Shop:
    """`root` is the folder of the catalog; `top` that of the git repository."""

    top: Path
    root: Path
    alice: KeyPair = field(default_factory=key_pair)
    bob: KeyPair = field(default_factory=key_pair)

    def start(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        # Without git's examples of hooks, each of which is copied and searched for every test.
        self.git("init", "--quiet", "--template=", "--initial-branch", "main", cwd=self.top)
        (self.root / "catalog/services").mkdir(parents=True)
        (self.root / "catalog/services/orders.yaml").write_text(_ORDERS)
        (self.root / ".gitignore").write_text("/.kubecatalog/\n")
        self.readers("alice")
        for key, value in VALUES.items():
            self.set(key, value)
        self.kubecatalog("secrets", "git")
        self.commit("start")

    def copy(self, top: Path) -> Shop:
        """The same repository in another folder."""
        shutil.copytree(self.top, top)
        return Shop(top, top / self.root.relative_to(self.top), self.alice, self.bob)

    def readers(self, *names: str) -> None:
        text = _PLATFORM.format(alice=self.alice.public, bob=self.bob.public, readers=", ".join(names))
        (self.root / "catalog/platform.yaml").write_text(text)

    def environ(self, *, key: str | None = None) -> dict[str, str]:
        """That of a program without a shell above it: a graphical client of git. `key` is another one than Alice's."""
        own = {"SOPS_AGE_KEY": self.alice.private if key is None else key}
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_EDITOR": "true",
            **{f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            **{name: os.environ[name] for name in ("PYTHONPATH", "XDG_CACHE_HOME") if name in os.environ},
            **{name: text for name, text in own.items() if text},
        }

    def command(
        self, *arguments: str, stdin: str = "", environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        whole = ["-C", str(self.root), *arguments]
        done = completed(whole, stdin=stdin.encode(), environ=environ or self.environ(), timeout=60)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def kubecatalog(self, *arguments: str, stdin: str = "") -> str:
        done = self.command(*arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def set(self, key: str, value: str, target: str = "dev/orders") -> None:
        self.kubecatalog("secrets", "set", target, key, stdin=value)

    def git(
        self, *arguments: str, ok: bool = True, key: str | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["git", *arguments],
            capture_output=True,
            text=True,
            env=self.environ(key=key),
            cwd=cwd or self.root,
            check=False,
            timeout=60,
        )
        assert not ok or done.returncode == 0, done.stderr + done.stdout
        return done

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def branch(self, name: str) -> None:
        """A new branch from where `main` is."""
        self.git("switch", "--quiet", "--create", name, "main")

    def read(self, path: str = FILE) -> bytes:
        return (self.root / path).read_bytes()

    def sops(self, *arguments: str) -> bytes:
        """The real sops; with its MAC checked where it decrypts."""
        argv = [str(tool("sops", CHECKOUT, os.environ)), *arguments]
        done = subprocess.run(argv, capture_output=True, env=self.environ(), cwd=self.root, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def secret(self, path: str = FILE) -> JsonMap:
        found: JsonMap = json.loads(self.sops("decrypt", "--output-type", "json", path))
        return found

    def values(self, path: str = FILE) -> JsonMap:
        values: JsonMap = self.secret(path)["stringData"]
        return values


def started(folder: Path, inside: str = "") -> Shop:
    shop = Shop(folder, folder / inside)
    folder.mkdir()
    shop.start()
    return shop
