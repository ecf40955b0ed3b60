"""Findings for people: `file:line:column: severity[rule] message`, the line itself, the hint; a summary at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from generator.catalog.discretion import may_be_secret
from generator.findings import Finding, merged
from generator.report.report import Report

if TYPE_CHECKING:
    from generator.pipeline import Outcome

MOST = 1_000
"""How many findings are printed; a person fixes the first ones first."""

_WIDTH = 110
"""Characters of a line that are quoted."""


def lines(report: Report) -> Iterator[str]:
    yield from findings(report.findings, report.root, report.untold)
    yield from report.summary


def findings(found: Sequence[Finding], root: Path, untold: int = 0) -> Iterator[str]:
    """`found` is merged and in order; there are MOST of them at least where others are `untold`."""
    quoted = _Quoted(root)
    for finding in found[:MOST]:
        place = f"{finding.source}: {finding.severity}[{finding.rule}]"
        yield printable(f"{place} {finding.message}{_manifest(finding)}")
        yield from quoted.line(finding)
        if finding.hint:
            yield printable(f"    {finding.hint}")
    if len(found) + untold > MOST:
        yield f"... and {len(found) - MOST + untold} more; `--format json` lists all"


def of(found: Sequence[Finding], root: Path) -> Iterator[str]:
    """Findings as they were found."""
    yield from findings(merged(found), root)


def printable(text: str) -> str:
    """Without what a terminal would obey: control characters come as escapes, and so do lone surrogates."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class _Quoted(Struct):
    """Lines of files, of which each is read once."""

    root: Path
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def line(self, finding: Finding) -> Iterator[str]:
        """The line that a finding is about; nothing where it could hold a secret, or where there is none."""
        if finding.hides_values or finding.source.line == 1 == finding.source.column:
            return
        known = self._texts.get(finding.source.file)
        if known is None:
            known = self._texts[finding.source.file] = _lines(self.root / finding.source.file)
        number = finding.source.line
        text = known[number - 1].strip() if number <= len(known) else ""
        if text and not any(may_be_secret(line) for line in _around(known, number - 1)):
            yield printable(f"    {number} | {text if len(text) <= _WIDTH else f'{text[: _WIDTH - 3]}...'}")


def _around(lines: Sequence[str], position: int) -> Iterator[str]:
    """A line, and those above it below which it is indented: the keys on the way to it."""
    margin = _margin(lines[position]) + 1
    for line in reversed(lines[: position + 1]):
        if line.strip() and _margin(line) < margin:
            margin = _margin(line)
            yield line


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []


def _manifest(finding: Finding) -> str:
    manifest = finding.manifest
    if not manifest:
        return ""
    field = f"{manifest.field} of " if manifest.field else ""
    subject = f"{field}{manifest.kind or 'the document'} {manifest.name}".rstrip()
    return f" ({subject}{' in ' if finding.environments else ''}{', '.join(finding.environments)})"


def summary(outcome: Outcome, found: int) -> list[str]:
    """One line: what was looked at, how much was found; and one for each reason for which something was not."""
    parts = [
        _count(outcome.services, "service"),
        _count(outcome.environments, "environment"),
        f"{_count(outcome.manifests, 'manifest')} checked",
        f"{sum(outcome.skipped.values())} skipped",
        _count(found, "finding"),
    ]
    if outcome.excused:
        parts.append(f"{outcome.excused:,} excused")
    if outcome.written or outcome.deleted:
        parts.append(f"{_count(len(outcome.written), 'file')} written, {len(outcome.deleted)} deleted")
    return _lines_of(parts, outcome)


def summary_of_secrets(outcome: Outcome, found: int, files: int, decrypted: int | None) -> list[str]:
    """`summary`, where only encrypted files were looked at; `decrypted` is None where none was to be."""
    parts = [
        f"{_count(files, 'encrypted file')} checked",
        *([] if decrypted is None else [f"{decrypted:,} decrypted"]),
        f"{sum(outcome.skipped.values())} skipped",
        _count(found, "finding"),
    ]
    return _lines_of(parts, outcome)


def summary_of_manifests(
    checked: int, kubernetes: str, skipped: dict[str, int], found: int, seconds: float
) -> list[str]:
    """`summary`, where there is no catalog."""
    amount = f"{_count(checked, 'manifest')} checked for Kubernetes {kubernetes}"
    line = f"{amount}, {sum(skipped.values())} skipped, {_count(found, 'finding')} in {seconds:.2f} s"
    return [line, *_reasons(skipped)]


def _lines_of(parts: list[str], outcome: Outcome) -> list[str]:
    return [f"{', '.join(parts)} in {outcome.seconds:.2f} s", *_reasons(outcome.skipped)]


def _reasons(skipped: dict[str, int]) -> list[str]:
    return [f"skipped {count}: {printable(reason)}" for reason, count in skipped.items()]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
