"""Manifests and their cluster -> findings of every category that looks at manifests, at the manifest's own file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType

from generator.checks import admission
from generator.checks.subject import Cluster, Subject
from generator.findings import Finding, Manifest, Source
from generator.problems import Problem
from generator.rules import RULES

STAGES: tuple[ModuleType, ...] = (admission,)
"""Modules that satisfy `Check`, in the order in which their findings come."""


def findings(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Finding]]:
    for stage in STAGES:
        for subject, problem in stage.problems(subjects, cluster):
            yield subject, finding(subject, problem, cluster)


def finding(subject: Subject, problem: Problem, cluster: Cluster) -> Finding:
    """A problem at its manifest's own file."""
    rule = RULES[problem.fault]
    where = Manifest(
        cluster.environment,
        subject.api_version,
        subject.kind,
        subject.namespace,
        subject.name,
        problem.field,
        subject.document,
    )
    severity = cluster.severities.get(rule.name, rule.severity)
    source = Source(str(subject.file))
    return Finding(rule.name, rule.category, problem.message, source, problem.hint, severity, where)
