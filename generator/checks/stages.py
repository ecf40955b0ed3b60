"""Manifests and their cluster -> findings of every category that looks at manifests, at the manifest's own file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.checks import admission, lifecycle, policy, reference, update
from generator.checks.guard import crashed
from generator.checks.subject import Check, Cluster, Subject
from generator.findings import Category, Finding, Manifest, Severity, Source
from generator.problems import Problem
from generator.rules import RULES

STAGES: Mapping[Category, Check] = {
    "admission": admission,
    "update": update,
    "reference": reference,
    "policy": policy,
    "lifecycle": lifecycle,
}
"""The module of each category, in the order in which their findings come."""


def findings(
    subjects: Sequence[Subject], cluster: Cluster, categories: Collection[str] = STAGES
) -> Iterator[tuple[Subject, Finding]]:
    for category, stage in STAGES.items():
        if category in categories and (subjects or cluster.before):
            for subject, problem in _guarded(stage, category, subjects, cluster):
                if problem.fault not in cluster.off:
                    yield subject, finding(subject, problem, category, cluster)


def references(
    subjects: Sequence[Subject], cluster: Cluster, summaries: Sequence[reference.Summary]
) -> tuple[list[Finding], dict[str, int]]:
    """The findings of `reference`, and what it could not know, by reason."""
    try:
        found, unknown = reference.known_and_unknown(subjects, cluster, summaries)
    except Exception as error:
        found, unknown = [(subjects[0], crashed("reference", error))], {}
    told = [(subject, problem) for subject, problem in found if problem.fault not in cluster.off]
    return [finding(subject, problem, "reference", cluster) for subject, problem in told], unknown


def _guarded(
    stage: Check, category: Category, subjects: Sequence[Subject], cluster: Cluster
) -> Iterator[tuple[Subject, Problem]]:
    """Where a check of all manifests together fails, the first of them says so."""
    try:
        yield from stage.problems(subjects, cluster)
    except Exception as error:
        yield [*subjects, *(cluster.before or ())][0], crashed(category, error)


def finding(subject: Subject, problem: Problem, category: Category, cluster: Cluster) -> Finding:
    """A problem at its manifest's own file."""
    rule = RULES.get(problem.fault)  # an expression of the platform has a name of its own
    weight: Severity = rule.severity if rule else "error"
    where = Manifest(
        cluster.environment,
        subject.api_version,
        subject.kind,
        subject.namespace,
        subject.name,
        problem.field,
        subject.document,
    )
    severity = cluster.severities.get(problem.fault, weight)
    return Finding(problem.fault, category, problem.message, Source(str(subject.file)), problem.hint, severity, where)
