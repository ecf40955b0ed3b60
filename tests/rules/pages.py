"""The pages of rules -> the manifests that they show, and what each is judged for.

The info string of a block says the options, `yaml kubernetes=1.35 pod-security=restricted settings={...} next=1.37
today=2026-01-31`; a block `yaml before` is what there was before the block `yaml after` that follows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.checks.stages import findings
from generator.checks.subject import Cluster, Subject
from generator.findings import Finding
from generator.rules import page

_BLOCK = re.compile(r"^```yaml ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    subjects: tuple[Subject, ...]
    cluster: Cluster

    def findings(self) -> list[Finding]:
        return [found for _, found in findings(self.subjects, self.cluster)]


def examples(rule: str, part: str) -> Iterator[Example]:
    """`part` is `Fails` or `Passes`."""
    before: tuple[Subject, ...] | None = None
    for options, body in _BLOCK.findall(page(rule).partition(f"\n## {part}\n")[2].partition("\n## ")[0]):
        words = options.split()
        subjects = tuple(
            Subject(manifest, Path(f"{rule}.yaml"), position)
            for position, manifest in enumerate(yaml.load_all(body, Loader=yaml.CSafeLoader))
            if manifest is not None
        )
        if "before" in words:
            before = subjects
        else:
            said = dict(word.split("=", 1) for word in words if "=" in word)
            yield Example(subjects, _cluster(said, before))
            before = None


def _cluster(said: Mapping[str, str], before: tuple[Subject, ...] | None) -> Cluster:
    return Cluster(
        said.get("kubernetes", "1.36"),
        Path(),
        pod_security=said.get("pod-security", ""),
        next_kubernetes=said.get("next", ""),
        settings=json.loads(said.get("settings", "{}")),
        before=before,
    )
