"""A repository with three environments, of which production has a reader of its own, on which the real command runs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.json_types import JsonMap
from generator.tools.locate import CHECKOUT, tool
from tests.command import completed
from tests.repository import PLATFORM, SERVICES, Repository, files
from tests.secrets.age_keys import KeyPair, key_pair

COMMAND = (sys.executable, "-P", "-m", "generator")

_ORDERS = """\
image: registry.example.com/shop/orders:1.0.0
port: 8080
env:
  DB_PASS: {secret: database-password}
secret:
  keys:
    api-key: {description: From the provider., unique: false}
    database-password: {generate: password}
    signing: {generate: {keyPair: {publicKey: signing.pub}}}
    session-key: {generate: {bytes: {encoding: raw}}, unique: true}
  mount: /etc/orders
secrets:
  orders-tls:
    type: kubernetes.io/tls
    mount: /etc/tls
    keys: {tls.key: {generate: {tls: {dnsNames: [a.example.com]}}}}
  extra: {mount: /etc/extra}
"""


@dataclass(frozen=True, slots=True)
class Stages:
    repository: Repository
    dev: KeyPair
    prod: KeyPair

    @property
    def root(self) -> Path:
        return self.repository.root

    def copy(self, root: Path) -> Stages:
        """The same repository in another folder."""
        shutil.copytree(self.root, root)
        return Stages(Repository(root), self.dev, self.prod)

    def environ(self, *keys: KeyPair) -> dict[str, str]:
        """That of somebody who has these private keys: by default those of both environments."""
        lines = "\n".join(pair.private for pair in keys or (self.dev, self.prod))
        own = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONPATH": str(CHECKOUT), "SOPS_AGE_KEY": lines}
        return {**own, **{name: os.environ[name] for name in ("XDG_CACHE_HOME",) if name in os.environ}}

    @property
    def nobody(self) -> dict[str, str]:
        """That of somebody without a key."""
        return {name: text for name, text in self.environ().items() if name != "SOPS_AGE_KEY"}

    def run(
        self, *arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        whole = ["-C", str(self.root), "secrets", *arguments]
        return completed(whole, stdin=stdin, environ=environ or self.environ(), cwd=cwd or self.root, timeout=60)

    def told(self, *arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None, code: int = 0) -> str:
        """What a command says to people, which is nothing on standard output."""
        done = self.run(*arguments, stdin=stdin, environ=environ)
        assert (done.returncode, done.stdout) == (code, b""), done.stderr.decode()
        return done.stderr.decode()

    def refused(self, *arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> str:
        """The error of a command that changes nothing."""
        before = files(self.root, "secrets")
        error = self.told(*arguments, stdin=stdin, environ=environ, code=2)
        assert files(self.root, "secrets") == before
        return error

    def typed(self, *arguments: str, answers: Iterable[str] = ()) -> tuple[int, str]:
        """The command at a terminal, where each answer is typed when it asks; the exit code and what was shown."""
        ours, its = os.openpty()
        argv = [*COMMAND, "-C", str(self.root), "secrets", *arguments]
        child = subprocess.Popen(argv, stdin=its, stdout=its, stderr=its, env=self.environ(), start_new_session=True)
        os.close(its)
        shown = b""
        for answer in answers:
            while not shown.endswith(b": "):
                shown += os.read(ours, 4096)
            os.write(ours, f"{answer}\n".encode())
            shown += b"\n"
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(ours, 4096):
                shown += part
        os.close(ours)
        return child.wait(60), shown.decode().replace("\r\n", "\n")

    def set(self, target: str, key: str, value: bytes) -> None:
        self.told("set", target, key, "--binary", stdin=value)

    def fill(self, target: str, values: JsonMap) -> None:
        """Several values at once: texts, or `{"base64": ...}`."""
        self.told("import", target, "--as", "json", stdin=json.dumps(values).encode())

    def values(self, target: str) -> JsonMap:
        """What plain sops decrypts, with the MAC checked: `data` is still base64."""
        argv = [str(tool("sops", CHECKOUT, os.environ)), "decrypt", "--output-type", "json", str(self.file(target))]
        done = subprocess.run(argv, capture_output=True, env=self.environ(), check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        secret = json.loads(done.stdout)
        return {**secret.get("data", {}), **secret.get("stringData", {})}

    def file(self, target: str) -> Path:
        return self.root / "secrets" / f"{target}.sops.yaml"


def started(root: Path) -> Stages:
    stages = Stages(Repository(root), key_pair(), key_pair())
    readers = f"people: {{alice: {stages.dev.public}, bob: {stages.prod.public}}}"
    environments = "".join(
        f'  {name}: {{kubernetes: "1.36", {more}secrets: {{readers: [{who}]}}}}\n'
        for name, more, who in (("dev", "", "alice"), ("test", "", "alice"), ("prod", "production: true, ", "bob"))
    )
    stages.repository.write(PLATFORM, f"name: shop\nsecrets: {{{readers}}}\nenvironments:\n{environments}")
    stages.repository.write(f"{SERVICES}/orders.yaml", _ORDERS)
    stages.repository.write(f"{SERVICES}/cart.yaml", "image: registry.example.com/shop/cart:1.0.0\nport: 8080\n")
    return stages
