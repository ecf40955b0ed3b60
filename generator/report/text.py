"""Findings for people: `file:line:column: severity[rule] message`, the hint below, a summary at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.findings import Finding
from generator.pipeline import Outcome

MOST = 1_000
"""How many findings are printed; a person fixes the first ones first."""


def findings(found: Iterable[Finding]) -> Iterator[str]:
    """The same fault in several environments is one line."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in found:
        manifest = finding.manifest and (finding.manifest.kind, finding.manifest.name, finding.manifest.field)
        groups.setdefault((finding.source, finding.rule, finding.message, manifest), []).append(finding)
    for finding, *others in list(groups.values())[:MOST]:
        where = _manifest(finding, [other.manifest.environment for other in others if other.manifest])
        yield printable(f"{finding.source}: {finding.severity}[{finding.rule}] {finding.message}{where}")
        if finding.hint:
            yield printable(f"    {finding.hint}")
    if len(groups) > MOST:
        yield f"... and {len(groups) - MOST} more; `--format json` lists all"


def printable(text: str) -> str:
    """Without what a terminal would obey: control characters come as escapes, and so do lone surrogates."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _manifest(finding: Finding, more: list[str]) -> str:
    manifest = finding.manifest
    if not manifest:
        return ""
    environments = sorted({manifest.environment, *more} - {""})
    field = f"{manifest.field} of " if manifest.field else ""
    subject = f"{field}{manifest.kind or 'the document'} {manifest.name}".rstrip()
    return f" ({subject}{' in ' if environments else ''}{', '.join(environments)})"


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
    return _line(parts, outcome)


def summary_of_secrets(outcome: Outcome, files: int, decrypted: int | None) -> str:
    """`summary`, where only encrypted files were looked at; `decrypted` is None where none was to be."""
    parts = [
        f"{_count(files, 'encrypted file')} checked",
        *([] if decrypted is None else [f"{decrypted:,} decrypted"]),
        f"{sum(outcome.skipped.values())} skipped",
        _count(len(outcome.findings), "finding"),
    ]
    return _line(parts, outcome)


def _line(parts: list[str], outcome: Outcome) -> str:
    reasons = "".join(f"\nskipped {count}: {printable(reason)}" for reason, count in outcome.skipped.items())
    return f"{', '.join(parts)} in {outcome.seconds:.2f} s{reasons}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
