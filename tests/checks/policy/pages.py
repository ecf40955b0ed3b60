"""The pages of rules -> the manifests that they show, and what each is judged for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.checks.subject import Cluster, Subject
from generator.rules import page

_BLOCK = re.compile(r"^```yaml ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    subjects: tuple[Subject, ...]
    cluster: Cluster


def examples(rule: str, part: str) -> Iterator[Example]:
    """`part` is `Fails` or `Passes`."""
    text = page(rule).partition(f"## {part}\n")[2].partition("\n## ")[0]
    for options, body in _BLOCK.findall(text):
        said = dict(option.split("=", 1) for option in options.split())
        subjects = tuple(
            Subject(manifest, Path(f"{rule}.yaml"), position)
            for position, manifest in enumerate(yaml.safe_load_all(body))
        )
        cluster = Cluster(
            said.get("kubernetes", "1.36"),
            Path(),
            pod_security=said.get("pod-security", ""),
            next_kubernetes=said.get("next", ""),
            settings=json.loads(said.get("settings", "{}")),
        )
        yield Example(subjects, cluster)
