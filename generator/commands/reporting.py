"""How a command tells what it found: which findings, in which form, and what a baseline excuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import FINDINGS
from generator.findings import Finding, merged
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
    fix: bool = False
    """Repair what has one safe repair, and tell of the rest."""

    def __post_init__(self) -> None:
        """Raises KubecatalogError for a name that there is not, before anything is done."""
        Selection.of(self.select, self.ignore)

    def chosen(self, findings: Sequence[Finding]) -> list[Finding]:
        return Selection.of(self.select, self.ignore).chosen(findings)

    def repaired(self, root: Path, findings: Sequence[Finding]) -> int:
        """Repairs, where that is wanted, what of the findings has one safe repair, and gives their number."""
        if not self.fix:
            return 0
        from generator.report import fixes

        return fixes.apply(root, merged(findings))

    def without_repairs(self) -> Reporting:
        """The same for a second look."""
        return replace(self, fix=False)

    def show(self, report: Report, *, whole: bool = True) -> int:
        """Prints the report, and gives the exit code. Unless `whole`, not all was looked at that a baseline names."""
        if self.baseline is not None:
            takes = Selection.of(self.select, self.ignore).takes

            def wanted(finding: Finding) -> bool:
                return whole and takes(finding)

            report = baseline.applied(report, self.baseline, write=self.write_baseline, wanted=wanted)
        for line in lines(report, self.form):
            print(line)
        return FINDINGS if report.failed else 0
