"""Findings for programs: one JSON object, `findings` and `summary`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.pipeline import Outcome
from generator.report.report import Report


def lines(report: Report) -> Iterator[str]:
    severities = Counter(finding.severity for finding in report.findings)
    numbers = {f"{name}s" if name != "info" else name: severities[name] for name in ("error", "warning", "info")}
    summary = {**report.counts, "findings": len(report.findings), **numbers, "known": len(report.known)}
    yield json.dumps({"findings": [finding.as_json() for finding in report.findings], "summary": summary}, indent=2)


def counts(outcome: Outcome) -> JsonMap:
    return {
        "services": outcome.services,
        "environments": outcome.environments,
        "overlays": outcome.overlays,
        "checked": outcome.manifests,
        "reused": outcome.reused,
        "skipped": sum(outcome.skipped.values()),
        "skippedReasons": outcome.skipped,
        "excused": outcome.excused,
        "written": outcome.written,
        "deleted": outcome.deleted,
        "seconds": round(outcome.seconds, 3),
    }
