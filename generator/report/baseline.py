"""A file of known findings: an old repository adopts the gate with it, and shrinks its debt.

It names each finding without its line, so that an edit elsewhere in the file changes nothing, and without its message,
which may quote values. What is fixed is to leave the file: until then a note says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from generator.errors import KubecatalogError
from generator.files import replaced
from generator.findings import Finding, Source
from generator.json_types import JsonMap
from generator.report.fingerprints import identity
from generator.report.report import Report
from generator.rules import RULES

_KEYS = ("rule", "file", "apiVersion", "kind", "namespace", "name", "field", "environments")
Known = tuple[str, ...]


def applied(
    report: Report, path: Path, *, write: bool, takes: Callable[[Finding], bool], looked_at: Callable[[str], bool]
) -> Report:
    """The report without the findings that the file names. Raises KubecatalogError for a file that is none.

    `takes` says which findings are told at all, `looked_at` in which files they were looked for: what else the file
    names may be there still.
    """
    if write:
        replaced(path, _text(report.findings).encode())
        return replace(report, findings=(), known=report.findings, summary=_told(report, len(report.findings), path))
    left = _read(path)
    fresh, known = [], []
    for finding in report.findings:
        key = _key(finding)
        if left[key]:
            left[key] -= 1
            known.append(finding)
        else:
            fresh.append(finding)
    gone = sum(count for key, count in left.items() if looked_at(key[1]) and takes(_known(key)))
    if gone:
        noun = "finding of it is" if gone == 1 else "findings of it are"
        hint = "write the file anew with --write-baseline, so that they cannot come back"
        stale = Finding("stale-baseline", "tree", f"{gone} {noun} fixed", Source(path.name), hint, "info")
        fresh += [stale] if takes(stale) else []
    return replace(report, findings=fresh, known=known, summary=_told(report, len(known), path))


def _told(report: Report, known: int, path: Path) -> list[str]:
    return [*report.summary, f"{known} known finding{'' if known == 1 else 's'} in {path.name}"]


def _known(key: Known) -> Finding:
    """As much of a finding as the file says."""
    rule = RULES.get(key[0])  # an expression of the platform has a name of its own
    return Finding(key[0], rule.category if rule else "policy", "", Source(key[1]))


def _key(finding: Finding) -> Known:
    return (*identity(finding), ",".join(finding.environments))


def _text(findings: Iterable[Finding]) -> str:
    """One line a finding, in order, so that two branches that fix something merge."""
    counts = Counter(_key(finding) for finding in findings)
    rows: list[JsonMap] = [{name: value for name, value in zip(_KEYS, key, strict=True) if value} for key in counts]
    rows = [row if counts[key] == 1 else {**row, "count": counts[key]} for key, row in zip(counts, rows, strict=True)]
    body = ",\n".join(f"  {json.dumps(row)}" for row in sorted(rows, key=json.dumps))
    return f'{{"findings": [\n{body}\n]}}\n' if rows else '{"findings": []}\n'


def _read(path: Path) -> Counter[Known]:
    try:
        rows: list[JsonMap] = json.loads(path.read_bytes())["findings"]
        return Counter({tuple(str(row.get(name, "")) for name in _KEYS): int(row.get("count", 1)) for row in rows})
    except FileNotFoundError:
        raise KubecatalogError(f"there is no {path}", "write it with --write-baseline") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KubecatalogError(f"{path} is not a file of known findings", "write it with --write-baseline") from None
