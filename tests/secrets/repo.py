"""A real git repository, whatever the settings of the machine."""

from __future__ import annotations

import os
import secrets
import subprocess
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ENVIRON = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "protocol.file.allow",
    "GIT_CONFIG_VALUE_0": "always",
}
_WHO = {
    f"GIT_{who}_{what}": f"{what.lower()}@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}


@dataclass(frozen=True, slots=True)
class Repo:
    root: Path

    def git(self, *arguments: str, at: int = 0, env: Mapping[str, str] | None = None, code: int = 0) -> str:
        """`at` is the time of a commit."""
        times = {"GIT_AUTHOR_DATE": f"@{at} +0000", "GIT_COMMITTER_DATE": f"@{at + 5} +0000"} if at else {}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**ENVIRON, **_WHO, **times, **(env or {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def commit(self, at: int = 1_000_000_000, /, **files: str) -> None:
        """By `secrets__dev__orders` the content of that encrypted file."""
        for name, content in files.items():
            self.write(f"{name.replace('__', '/')}.sops.yaml", content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "a commit", at=at)


def repo(root: Path) -> Repo:
    root.mkdir(parents=True, exist_ok=True)
    made = Repo(root)
    made.git("init", "--quiet", "--initial-branch=main", ".")
    return made


def ciphertext() -> str:
    """Of the form that sops gives it."""
    parts = [b64encode(secrets.token_bytes(size)).decode() for size in (12, 32, 16)]
    return "ENC[AES256_GCM,data:{},iv:{},tag:{},type:str]".format(*parts)


def encrypted(name: str = "orders-secrets", **keys: str) -> str:
    leaves = "".join(f"  {key.replace('_', '-')}: {text}\n" for key, text in keys.items())
    head = f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\ntype: Opaque\nstringData:\n"
    return f'{head}{leaves}sops:\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: {ciphertext()}\n  version: 3.13.3\n'
