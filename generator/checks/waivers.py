"""Findings and waivers -> what is left, what is excused, and what is wrong with the waivers themselves.

A waiver stands in the catalog beside what it excuses, or in an annotation of the object where there is no catalog:
`kubecatalog.dev/waive: "latest-tag: pinned by the mirror (until 2027-01-31)"`, one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase

from msgspec import Struct

from generator.checks.subject import Subject
from generator.findings import Finding, Manifest, Source
from generator.json_types import Json, JsonMap, as_map
from generator.rules import RULES

ANNOTATION = "kubecatalog.dev/waive"
_WORDS = re.compile(r"\s*([a-z0-9-]+)\s*:\s*(.*?)\s*(?:\(\s*until\s+([^)]*?)\s*\))?\s*")


class Waiver(Struct, frozen=True):
    """Empty fields stand for anything."""

    rule: str
    reason: str
    source: Source
    until: date | None = None
    field: str = ""
    kind: str = ""
    name: str = ""
    environments: tuple[str, ...] = ()
    manifest: Manifest | None = None
    """The object whose annotation it is; None for one of the catalog."""

    def covers(self, finding: Finding) -> bool:
        where = finding.manifest or Manifest()
        if finding.rule != self.rule or (self.environments and where.environment not in self.environments):
            return False
        if self.manifest and _identity(where) != _identity(self.manifest):
            return False
        return (
            (not self.kind or where.kind == self.kind)
            and (not self.name or fnmatchcase(where.name, self.name))
            and (not self.field or _within(where.field, self.field))
        )


class Waived(Struct, frozen=True):
    kept: list[Finding]
    excused: list[tuple[Finding, Waiver]]
    own: list[Finding]
    """What is wrong with the waivers."""


def waived(findings: Iterable[Finding], waivers: Sequence[Waiver], today: date) -> Waived:
    """A waiver whose last day is over excuses nothing, and says so where it would have."""
    kept: list[Finding] = []
    excused: list[tuple[Finding, Waiver]] = []
    used: set[Waiver] = set()
    late: set[Waiver] = set()
    for finding in findings:
        covering = [waiver for waiver in waivers if waiver.covers(finding)] if _is_excusable(finding) else []
        valid = [waiver for waiver in covering if waiver.until is None or waiver.until >= today]
        late.update(waiver for waiver in covering if waiver not in valid)
        used.update(valid)
        if valid:
            excused.append((finding, valid[0]))
        else:
            kept.append(finding)
    own = [finding for waiver in waivers for finding in _of_waiver(waiver, today, used)]
    return Waived(kept, excused, own)


def _is_excusable(finding: Finding) -> bool:
    rule = RULES.get(finding.rule)
    return rule.excusable if rule else finding.category in ("policy", "reference")


def _of_waiver(waiver: Waiver, today: date, used: Iterable[Waiver]) -> Iterator[Finding]:
    if _is_forbidden(waiver.rule):  # whoever reads waivers tells that
        return
    if waiver.until and waiver.until < today:
        message = f"the waiver of {waiver.rule} ended on {waiver.until}"
        yield _finding("expired-waiver", waiver, message, "correct what it was about, or decide again until when")
    elif waiver not in used:
        yield _finding("unused-waiver", waiver, f"the waiver of {waiver.rule} excuses nothing", "remove it")


def _is_forbidden(name: str) -> bool:
    rule = RULES.get(name)
    return rule is not None and not rule.excusable


def _finding(rule: str, waiver: Waiver, message: str, hint: str) -> Finding:
    return Finding(rule, "policy", message, waiver.source, hint, RULES[rule].severity, waiver.manifest)


def of_catalog(items: Sequence[JsonMap], sources: Sequence[Source], environments: Sequence[str] = ()) -> list[Waiver]:
    """Canonical `waivers`, each with its place. `environments` are those that have them, where they do not say."""
    return [
        Waiver(
            item["rule"],
            item["reason"],
            source,
            date.fromisoformat(item["until"]) if item.get("until") else None,
            item.get("field") or "",
            item.get("kind") or "",
            item.get("name") or "",
            tuple(item.get("environments") or environments),
        )
        for item, source in zip(items, sources, strict=True)
    ]


def of_manifest(subject: Subject, environment: str = "") -> tuple[list[Waiver], list[str]]:
    """The waivers in an object's annotation, and the lines of it that are none."""
    annotations = as_map(as_map(subject.manifest.get("metadata")).get("annotations"))
    text = annotations.get(ANNOTATION)
    place = f"metadata.annotations['{ANNOTATION}']"
    where = Manifest(
        environment, subject.api_version, subject.kind, subject.namespace, subject.name, place, subject.document
    )
    found: list[Waiver] = []
    unread: list[str] = []
    for line in text.splitlines() if isinstance(text, str) else ():
        if not line.strip():
            continue
        match = _WORDS.fullmatch(line)
        day = _day(match[3]) if match else None
        if match is None or not match[2] or day is None:
            unread.append(line.strip())
            continue
        found.append(Waiver(match[1], match[2], Source(str(subject.file)), day, manifest=where))
    return found, unread


def of_manifests(subjects: Iterable[Subject], environment: str = "") -> tuple[list[Waiver], list[Finding]]:
    """Those of many objects, and a finding for each that cannot be read or names no rule that can be excused."""
    found: list[Waiver] = []
    findings: list[Finding] = []
    for subject in subjects:
        if ANNOTATION not in as_map(as_map(subject.manifest.get("metadata")).get("annotations")):
            continue
        own, unread = of_manifest(subject, environment)
        found += [waiver for waiver in own if waiver.rule in RULES]
        names = [waiver.rule for waiver in own]
        write, correct = (
            'write "rule: reason (until 2027-01-31)"',
            "correct what it is about: a cluster would refuse it",
        )
        wrong = [(f'there is no rule "{name}"', write) for name in names if name not in RULES]
        wrong += [(f"findings of {name} cannot be excused", correct) for name in names if _is_forbidden(name)]
        wrong += [(f'"{line}" is no waiver with a reason and an end', write) for line in unread]
        where = Manifest(
            *(environment, subject.api_version, subject.kind, subject.namespace, subject.name),
            f"metadata.annotations['{ANNOTATION}']",
            subject.document,
        )
        findings += [
            Finding("unreadable-waiver", "policy", message, Source(str(subject.file)), hint, "error", where)
            for message, hint in wrong
        ]
    return found, findings


def _day(text: Json) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _identity(where: Manifest) -> tuple[str, str, str, str, str, int | None]:
    return (where.environment, where.apiVersion, where.kind, where.namespace, where.name, where.document)


def _within(field: str, outer: str) -> bool:
    """Whether a field is another one, or lies below it; `*` stands for anything."""
    pattern = outer.replace("[", "[[]")
    return fnmatchcase(field, pattern) or fnmatchcase(field, f"{pattern}.*") or fnmatchcase(field, f"{pattern}[[]*")
