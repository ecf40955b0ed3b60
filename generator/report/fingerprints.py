"""A finding -> what it is known by from one run to the next, wherever its line has moved to."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from generator.findings import Finding, Manifest


def identity(finding: Finding) -> tuple[str, ...]:
    """Rule, file, apiVersion, kind, namespace, name and field: not line, column and message, which change with what
    stands around it."""
    where = finding.manifest or Manifest()
    own = (where.apiVersion, where.kind, where.namespace, where.name, where.field)
    return (finding.rule, finding.source.file, *own)


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each with a fingerprint that no other of them has: equal ones are counted."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        rule, file, *manifest = own = identity(finding)
        seen[own] += 1
        text = "\n".join([rule, file, " ".join(manifest) if finding.manifest else "", str(seen[own])])
        yield finding, hashlib.sha256(text.encode()).hexdigest()[:32]
