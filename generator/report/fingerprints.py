"""A finding -> what it is known by from one run to the next, wherever its line has moved to."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from generator.findings import Finding


def identity(finding: Finding) -> str:
    """Without line, column and message, which change with what stands around it."""
    where = finding.manifest
    manifest = f"{where.apiVersion} {where.kind} {where.namespace} {where.name} {where.field}" if where else ""
    return "\n".join([finding.rule, finding.source.file, manifest])


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each with a fingerprint that no other of them has: equal ones are counted."""
    seen: Counter[str] = Counter()
    for finding in findings:
        own = identity(finding)
        seen[own] += 1
        yield finding, hashlib.sha256(f"{own}\n{seen[own]}".encode()).hexdigest()[:32]
