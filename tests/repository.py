"""A repository of its own for a test: a catalog written as data, the real command, and the tree that came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.findings import Finding
from generator.json_types import Json, JsonMap
from generator.pipeline import Options, Outcome, run
from generator.tools.locate import CHECKOUT, tool
from generator.tree.folders import GENERATED
from generator.workspace import Workspace
from tests.command import completed

PLATFORM = "catalog/platform.yaml"
SERVICES = "catalog/services"
COMMAND = (sys.executable, "-m", "generator")
SPARING = {**os.environ, "GOGC": "off", "GOMEMLIMIT": "128MiB"}
"""For a program in Go that is soon done: collecting its garbage takes half of the time."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Json) -> bool:
        return True


def as_yaml(data: Json) -> str:
    """As a catalog file: every string is quoted, for what is tested here is not how people quote."""
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, default_style='"', allow_unicode=False, width=10_000)
    return text


# With quotes around everything, numbers need their tag to be left out.
_Dumper.add_representer(
    int, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:int", str(value), style="")
)
_Dumper.add_representer(
    bool, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:bool", str(value).lower(), style="")
)
_Dumper.add_representer(
    type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", "null", style="")
)


@dataclass(frozen=True, slots=True)
class Repository:
    root: Path

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def platform(self, data: JsonMap) -> None:
        self.write(PLATFORM, as_yaml(data))

    def service(self, name: str, data: JsonMap) -> None:
        self.write(f"{SERVICES}/{name}.yaml", as_yaml(data))

    def catalog(self, platform: JsonMap, services: Mapping[str, JsonMap]) -> None:
        self.platform(platform)
        (self.root / SERVICES).mkdir(exist_ok=True)
        for name, data in services.items():
            self.service(name, data)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root, dict(os.environ))

    def run(self, options: Options) -> Outcome:
        return run(self.workspace, options)

    def render(self, *, overwrite: bool = False) -> Outcome:
        return self.run(Options(write=True, overwrite=overwrite))

    def rendered(self) -> Outcome:
        """`render`, of a catalog without errors."""
        outcome = self.render()
        assert told(mistakes(outcome.findings)) == []
        return outcome

    def command(
        self, *arguments: str, environ: Mapping[str, str] | None = None, cwd: str | Path = CHECKOUT
    ) -> subprocess.CompletedProcess[str]:
        """The command in a process of its own."""
        done = completed(
            ["-C", str(self.root), *arguments], environ={**os.environ, **(environ or {})}, cwd=cwd, timeout=120
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def started(self, *arguments: str, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """The command, started as people start it: what is set for Python counts."""
        return subprocess.run(
            [*COMMAND, "-C", str(self.root), *arguments],
            capture_output=True,
            text=True,
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environ},
            check=False,
            timeout=120,
        )

    def tree(self) -> dict[str, bytes]:
        """Every generated file, by its path."""
        return files(self.root, *GENERATED)

    def kustomize(self, folder: str) -> subprocess.CompletedProcess[str]:
        """`kustomize build` as people and controllers run it, with its own default of load restrictions."""
        return subprocess.run(
            [tool("kustomize", self.root, os.environ), "build", self.root / folder],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env=SPARING,
        )


def files(root: Path, *folders: str) -> dict[str, bytes]:
    """Every file below `folders` by its path; of a link, where it leads; of what is neither, nothing."""
    found = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_symlink():
                found[str(path.relative_to(root))] = f"-> {os.readlink(path)}".encode()
            elif path.is_file():
                found[str(path.relative_to(root))] = path.read_bytes()
    return found


def mistakes(findings: Iterable[Finding]) -> list[Finding]:
    """The errors, but for those between objects: what is made up for a test refers to much that is not there."""
    return [finding for finding in findings if finding.severity == "error" and finding.category != "reference"]


def told(findings: list[Finding]) -> list[str]:
    """Findings as `place: rule: message`."""
    return [f"{finding.source}: {finding.rule}: {finding.message}" for finding in findings]
