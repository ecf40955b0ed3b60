"""Encrypted files made by sops, with keys of their own, and what sops itself says of them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.json_types import JsonMap
from generator.model.recipients import CLUSTER, Rule
from generator.secrets import sops_config
from generator.secrets.check import of_file
from generator.secrets.check.since import since_commit
from generator.secrets.file import SecretFile, place_of, read
from generator.tools.locate import CHECKOUT, tool
from tests.secrets.age_keys import KeyPair, key_pair

ORDERS = "secrets/dev/orders.sops.yaml"
VALUES = {"api-key": "canary-api", "database-password": "canary-db", "token": "canary-token"}
NOW = 4_000_000_000
"""Long after every file here was made; so nothing is in the future but what is meant to be."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Alice and the cluster can read `dev` and `prod`; Bob can read nothing."""

    root: Path
    alice: KeyPair = field(default_factory=key_pair)
    bob: KeyPair = field(default_factory=key_pair)
    cluster: KeyPair = field(default_factory=key_pair)

    def rule(self, environment: str = "dev", **changes: object) -> Rule:
        age = {self.alice.public: "alice", self.cluster.public: CLUSTER}
        return Rule(environment, **{"age": age, **changes})  # type: ignore[arg-type]

    def encrypted(
        self, values: Mapping[str, object] = VALUES, path: str = ORDERS, rule: Rule | None = None, **more: JsonMap
    ) -> str:
        """A new file, under a data key of its own."""
        secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "orders"}, "type": "Opaque", **more}
        return self.encrypt({**secret, "stringData": dict(values)} if values else secret, path, rule)

    def encrypt(self, document: JsonMap, path: str = ORDERS, rule: Rule | None = None, *, regex: bool = True) -> str:
        settings = sops_config.text([rule or self.rule(path.split("/")[1])])
        if not regex:
            settings = settings.replace("  encrypted_regex: ^(data|stringData)$\n", "")
        (self.root / ".sops.yaml").write_text(settings)
        options = ("--input-type", "json", "--output-type", "yaml", "--filename-override", path)
        return self.sops("encrypt", *options, stdin=json.dumps(document)).stdout

    def changed(self, content: str, *command: str, rule: Rule | None = None) -> str:
        """By a command of sops that changes `FILE` in place."""
        (self.root / ".sops.yaml").write_text(sops_config.text([rule or self.rule()]))
        file = self.root / ORDERS
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        done = self.sops(*(str(file) if word == "FILE" else word for word in command))
        assert done.returncode == 0, done.stderr
        return file.read_text()

    def sops(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        argv = [str(tool("sops", CHECKOUT, os.environ)), "--config", str(self.root / ".sops.yaml"), *arguments]
        env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "SOPS_AGE_KEY": self.alice.private}
        env["SOPS_DISABLE_VERSION_CHECK"] = "1"
        return subprocess.run(
            argv, input=stdin, env=env, cwd=self.root, capture_output=True, text=True, check=False, timeout=60
        )

    def refused(self, content: str) -> str:
        """What sops says when it does not decrypt that; empty where it does."""
        done = self.sops("decrypt", "--input-type", "yaml", "--output-type", "json", stdin=content)
        return f"{done.returncode}: {done.stderr}" if done.returncode else ""


def faults(content: str | bytes, rule: Rule | None, path: str = ORDERS, now: int = NOW) -> list[str]:
    """As people see them, each with its severity, field and hint."""
    raw = content if isinstance(content, bytes) else content.encode()
    return _shown(of_file(read(path, raw), place_of(path) if rule else None, rule, now))


def files(**contents: str) -> dict[str, SecretFile]:
    """By `dev_orders` the file of that environment and service."""
    paths = {name: f"secrets/{name.replace('_', '/')}.sops.yaml" for name in contents}
    return {paths[name]: read(paths[name], content.encode()) for name, content in contents.items()}


def since(current: Mapping[str, SecretFile], committed: Mapping[str, SecretFile], committed_at: int = 0) -> list[str]:
    return _shown(since_commit(current, committed, committed_at))


def _shown(findings: Iterable[object]) -> list[str]:
    from generator.findings import Finding

    shown = []
    for finding in findings:
        assert isinstance(finding, Finding) and finding.manifest
        assert finding.category == "secret"
        assert finding.hint and "canary" not in finding.message + finding.hint
        assert (finding.manifest.apiVersion, finding.manifest.kind) == ("v1", "Secret")
        place = f"{finding.source}: {finding.severity}[{finding.rule}]"
        shown.append(f"{place} {finding.manifest.field}: {finding.message} ({finding.hint})")
    return shown


def line_of(content: str, start: str) -> int:
    """The 1-based number of the first line that begins so."""
    return next(at for at, line in enumerate(content.splitlines(), start=1) if line.startswith(start))
