"""What kubeconform and what the other checks found in the same manifests -> each fault once.

A schema of Kubernetes' own kinds asks for some fields that a server fills in, and knows nothing of others that it asks
for: what must be set, admission decides. What both see of the rest, kubeconform says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from generator.findings import Finding
from generator.schemas.missing import FAULT as MISSING_SCHEMA
from generator.schemas.verdict import NO_MANIFEST, UNREADABLE

Place = tuple[str, str, str, str, int | None, str]

_OF_VERSIONS = frozenset({"removed-api-version", "api-version-not-yet-served"})
"""Those that say why there is no schema."""


def combined(
    schema: Sequence[Finding], others: Iterable[Finding], is_own: Callable[[tuple[str, str]], bool]
) -> list[Finding]:
    """`is_own` says of an apiVersion and kind whether admission judges it."""
    kept = [finding for finding in schema if not _is_left_to_admission(finding, is_own)]
    seen = {_place(finding) for finding in kept}
    unread = {finding.source.file for finding in kept if finding.rule == UNREADABLE and finding.message != NO_MANIFEST}
    rest = [finding for finding in others if not _is_repeated(finding, seen, unread)]
    named = {_object(finding) for finding in rest if finding.rule in _OF_VERSIONS}
    kept = [finding for finding in kept if finding.rule != MISSING_SCHEMA or _object(finding) not in named]
    explained = {finding.source.file for finding in rest if finding.severity == "error"}
    return [*(finding for finding in kept if not _is_explained(finding, explained)), *rest]


def _is_explained(finding: Finding, files: Collection[str]) -> bool:
    """kubeconform has no words for what JSON cannot hold (`.nan`); who has read the file has."""
    return (finding.rule, finding.message) == (UNREADABLE, NO_MANIFEST) and finding.source.file in files


def _is_left_to_admission(finding: Finding, is_own: Callable[[tuple[str, str]], bool]) -> bool:
    manifest = finding.manifest
    if finding.rule != "missing-field" or manifest is None or manifest.field in ("apiVersion", "kind"):
        return False
    return is_own((manifest.apiVersion, manifest.kind))


def _is_repeated(finding: Finding, seen: Collection[Place | None], unread: Collection[str]) -> bool:
    if finding.rule == UNREADABLE:
        return finding.source.file in unread
    return finding.category == "admission" and finding.manifest is not None and _place(finding) in seen


def _object(finding: Finding) -> Place | None:
    place = _place(finding)
    return place and (*place[:5], "")


def _place(finding: Finding) -> Place | None:
    where = finding.manifest
    if where is None:
        return None
    return (finding.source.file, where.apiVersion, where.kind, where.name, where.document, where.field)
