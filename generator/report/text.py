"""Findings for people: `file:line:column: severity[rule] message`, the hint below, a summary at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.findings import Finding
from generator.pipeline import Outcome

MOST = 200
"""How many findings are printed; a person fixes the first ones first."""


def findings(found: Iterable[Finding]) -> Iterator[str]:
    shown = list(found)
    for finding in shown[:MOST]:
        yield f"{finding.source}: {finding.severity}[{finding.rule}] {finding.message}{_manifest(finding)}"
        if finding.hint:
            yield f"    {finding.hint}"
    if len(shown) > MOST:
        yield f"... and {len(shown) - MOST} more; `--format json` lists all"


def _manifest(finding: Finding) -> str:
    manifest = finding.manifest
    if not manifest:
        return ""
    where = f" in {manifest.environment}" if manifest.environment else ""
    field = f"{manifest.field} of " if manifest.field else ""
    return f" ({field}{manifest.kind or 'the document'} {manifest.name}".rstrip() + f"{where})"


def summary(outcome: Outcome) -> str:
    """One line: what was looked at, what was found."""
    parts = [
        _count(outcome.services, "service"),
        _count(outcome.environments, "environment"),
        f"{_count(outcome.manifests, 'manifest')} checked",
        f"{sum(outcome.skipped.values())} skipped",
        _count(len(outcome.findings), "finding"),
    ]
    if outcome.written or outcome.deleted:
        parts.append(f"{_count(len(outcome.written), 'file')} written, {len(outcome.deleted)} deleted")
    reasons = "".join(f"\nskipped {count}: {reason}" for reason, count in outcome.skipped.items())
    return f"{', '.join(parts)} in {outcome.seconds:.2f} s{reasons}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
