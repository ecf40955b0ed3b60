"""What a run has to tell, before anybody knows in which form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field

from generator.findings import Finding, merged
from generator.json_types import JsonMap


class Report(Struct, frozen=True):
    """`findings` are merged and in order, `counts` say what was checked and what was not, `summary` says so to people.

    `root` is the folder that the findings' files are relative to.
    """

    findings: Sequence[Finding]
    counts: JsonMap
    summary: Sequence[str]
    root: Path
    known: Sequence[Finding] = field(default_factory=tuple)
    """Findings that a baseline excuses: they are counted, and fail nothing."""
    untold: int = 0
    """How many more there are, none worse than the last of `findings`: only where a form does not tell all."""

    @classmethod
    def of(cls, findings: Sequence[Finding], counts: JsonMap, summary: Sequence[str], root: Path) -> Report:
        return cls(merged(findings), counts, summary, root)

    @property
    def failed(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)
