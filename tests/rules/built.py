"""The blocks of an example -> a repository in a folder, and what is found in it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.findings import Category
from generator.json_types import JsonMap
from generator.model.recipients import Rule
from generator.secrets import sops_config
from generator.tools.locate import CHECKOUT, tool
from tests.conftest import Workspace
from tests.rules import certified, sealed
from tests.rules.blocks import Block
from tests.secrets.age_keys import KeyPair
from tests.secrets.repo import ENVIRON, Repo

PLATFORM = """\
environments: {dev: {}}
profiles: {web: {port: 8080}}
checks: {severity: {latest-tag: warning}}
"""
SECRET_PLATFORM = """\
name: shop
secrets:
  people: {alice: age1alice…, bob: age1bob…}
environments:
  dev: {secrets: {readers: [alice]}}
"""
SECRET_SERVICE = """\
image: registry.example.com/shop/orders:1.4.2
env: {API_KEY: {secret: api-key}}
"""


@dataclass(slots=True)
class Built:
    """`said` is what a command told that came last, and `complaint` why it told nothing."""

    workspace: Workspace
    keys: Mapping[str, KeyPair]
    category: Category
    rendered: bool = False
    said: str = ""
    complaint: str = ""

    def findings(self, blocks: Sequence[Block]) -> list[JsonMap]:
        of_secrets = self.category == "secret"
        self._write("catalog/platform.yaml", SECRET_PLATFORM if of_secrets else PLATFORM)
        if of_secrets:
            self._write("catalog/services/orders.yaml", SECRET_SERVICE)
        for block in blocks:
            self.said = ""
            self._do(block)
        if not self.said:
            decrypt = ["--decrypt"] * any(block.word == "decrypted" for block in blocks)
            self._command("secrets", "check", *decrypt) if of_secrets else self._command("validate")
        assert self.said, self.complaint
        found: list[JsonMap] = json.loads(self.said)["findings"]
        return found

    def _do(self, block: Block) -> None:
        match block.language:
            case "sh":
                for line in block.body.splitlines():
                    self._run(line)
            case "hex":
                self._path(block.path).write_bytes(bytes.fromhex(block.body))
            case "link":
                self._path(block.path).unlink(missing_ok=True)
                self._path(block.path).symlink_to(block.body.strip())
            case "diff":
                self._change(block)
            case _:
                self._write(block.path, block.body)
        if block.word == "before":
            self._commit()
        elif block.word == "decrypted":
            self._encrypt(block.path)

    def _run(self, line: str) -> None:
        program, *words = line.split()
        self.said = ""
        if program == "kubecatalog":
            self._command(*words)
            self.rendered = self.rendered or words == ["render"]
        else:
            done = subprocess.run(["sh", "-c", line], cwd=self.workspace.root, env=ENVIRON, check=False)
            assert done.returncode == 0, line

    def _command(self, *words: str) -> None:
        done = self.workspace.kubecatalog(*words, "--format", "json")
        self.said, self.complaint = done.out, done.err

    def _change(self, block: Block) -> None:
        lines = block.body.splitlines(keepends=True)
        path = self._path(block.path)
        before, after = ("".join(line[1:] for line in lines if line[0] in f" {sign}") for sign in "-+")
        assert path.read_text().count(before) == 1, path.read_text()
        path.write_text(path.read_text().replace(before, after))

    def _commit(self) -> None:
        repo = Repo(self.workspace.root)
        if not (repo.root / ".git").exists():
            repo.git("init", "--quiet", "--initial-branch=main", ".")
            (repo.root / ".gitignore").write_text("/.kubecatalog/\n")
        repo.git("add", "--all")
        repo.git("commit", "--quiet", "--message", "a commit", at=1_700_000_000)

    def _encrypt(self, path: str) -> None:
        """As sops does it, for the readers of the environment."""
        sops = tool("sops", CHECKOUT, os.environ)
        platform = yaml.load((self.workspace.root / "catalog/platform.yaml").read_text(), Loader=yaml.CSafeLoader)
        environment = path.split("/")[1]
        readers = platform["environments"][environment]["secrets"]["readers"]
        config = self._path(sops_config.FILE)
        config.write_text(sops_config.text([Rule(environment, {self.keys[who].public: who for who in readers})]))
        argv = [str(sops), "--config", str(config), "encrypt", "--in-place", path]
        done = subprocess.run(argv, cwd=self.workspace.root, env=ENVIRON, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def _write(self, path: str, body: str) -> None:
        text = certified.filled(sealed.whole(body, path, self.keys))
        self._path(path).write_text(text)

    def _path(self, path: str) -> Path:
        file = self.workspace.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        return file
