"""Files of labelled objects -> what a server said and what we say of each.

A line is a JSON object with an `id` and one of these shapes:

- `object`, `accepted`: an object that was created and applied;
- `old`, `new`, `accepted`: a change that was applied;
- `object`, `level`, `kubernetes`, `allowed`: a Pod under a Pod Security Standard of that version.

The version of the first two is in the name of the file (`kube-apiserver-1.36.jsonl`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.checks import stages
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap
from generator.schemas import locations

_VERSION = re.compile(r"(\d+\.\d+)\.jsonl$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`said` is the server's, `ours` has the rule and field of each of our errors."""

    kind: str
    id: str
    accepted: bool
    said: str
    ours: Sequence[str]

    @property
    def agreed(self) -> bool:
        return self.accepted == (not self.ours)


def files(paths: Iterable[str]) -> Iterator[Path]:
    """The sets that are named, or lie in folders that are."""
    for name in paths:
        path = Path(name)
        yield from sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def verdicts(path: Path) -> Iterator[Verdict]:
    named = _VERSION.search(path.name)
    for line in path.read_text().splitlines():
        row = json.loads(line)
        version = row.get("kubernetes") or (named[1] if named else locations.versions()[-1])
        manifest = row.get("object") or row["new"]
        before = [Subject(row["old"], path)] if "old" in row else None
        cluster = Cluster(version, path.parent, pod_security=row.get("level", ""), before=before)
        wanted = ("policy",) if "level" in row else ("admission", "update")
        accepted = row["allowed"] if "level" in row else row["accepted"]
        yield Verdict(
            manifest["kind"], row["id"], accepted, row.get("message", ""), _ours(manifest, path, cluster, wanted)
        )


def _ours(manifest: JsonMap, path: Path, cluster: Cluster, wanted: Sequence[str]) -> list[str]:
    found = (finding for _, finding in stages.findings([Subject(manifest, path)], cluster, wanted))
    return [
        f"{finding.rule} {finding.manifest.field if finding.manifest else ''}: {finding.message}"
        for finding in found
        if finding.severity == "error"
    ]
