"""How a command tells what it found: which findings, in which form, and what a baseline excuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import FINDINGS
from generator.findings import Finding, merged
from generator.report import Report, baseline, lines
from generator.report.selection import Selection, own_rules


class Reporting(Struct, frozen=True):
    """`select` and `ignore` are names of rules and categories, the platform's own rules of the repository `root` among
    them. `baseline` is a file of findings that fail nothing; with `write_baseline` it is written anew."""

    root: Path
    form: str = "text"
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    baseline: Path | None = None
    write_baseline: bool = False
    fix: bool = False
    """Repair what has one safe repair, and tell of the rest."""

    def __post_init__(self) -> None:
        """Raises KubecatalogError for a name that there is not, before anything is done."""
        self._selection()

    def _selection(self) -> Selection:
        return Selection.of(self.select, self.ignore, lambda: own_rules(self.root))

    def chosen(self, findings: Sequence[Finding]) -> list[Finding]:
        return self._selection().chosen(findings)

    @property
    def most(self) -> int | None:
        """How many findings are told; None where all are, or are needed for something else."""
        from generator.report import text

        return text.MOST if self.form == "text" and self.baseline is None and not self.fix else None

    def repaired(self, root: Path, findings: Sequence[Finding]) -> int:
        """Repairs, where that is wanted, what of the findings has one safe repair, and gives their number."""
        if not self.fix:
            return 0
        from generator.report import fixes

        return fixes.apply(root, merged(findings))

    def without_repairs(self) -> Reporting:
        """The same for a second look."""
        return replace(self, fix=False)

    def show(self, report: Report, *, looked_at: Callable[[str], bool]) -> int:
        """Prints the report, and gives the exit code. `looked_at` says whether all findings in a file would have been
        found: only then one that a baseline names and nobody found is fixed."""
        if self.baseline is not None:
            takes = self._selection().takes
            report = baseline.applied(
                report, self.baseline, write=self.write_baseline, takes=takes, looked_at=looked_at
            )
        for line in lines(report, self.form):
            print(line)
        return FINDINGS if report.failed else 0
