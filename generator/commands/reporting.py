"""How a command tells what it found: which findings, in which form, and what a baseline excuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import FINDINGS
from generator.findings import Finding
from generator.report import Report, baseline, lines
from generator.report.selection import Selection


@dataclass(frozen=True, slots=True)
class Reporting:
    """`select` and `ignore` are names of rules and categories. `baseline` is a file of findings that fail nothing;
    with `write_baseline` it is written anew."""

    form: str = "text"
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    baseline: Path | None = None
    write_baseline: bool = False

    def chosen(self, findings: Sequence[Finding]) -> list[Finding]:
        """Raises KubecatalogError for a name that there is not."""
        return Selection.of(self.select, self.ignore).chosen(findings)

    def show(self, report: Report) -> int:
        """Prints the report, and gives the exit code."""
        if self.baseline is not None:
            report = baseline.applied(report, self.baseline, write=self.write_baseline)
        for line in lines(report, self.form):
            print(line)
        return FINDINGS if report.failed else 0
