"""Manifests and a Kubernetes version -> what the version has no more, not yet, or not for long.

https://kubernetes.io/docs/reference/using-api/deprecation-policy/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from generator.checks.guard import guarded
from generator.checks.lifecycle import api_versions, custom, fields, history
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap
from generator.problems import Problem
from generator.schemas.locations import custom_resources, versions


def problems(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Problem]]:
    """Nothing for a version that there are no definitions of."""
    short = ".".join(cluster.kubernetes.removeprefix("v").split(".")[:2])
    if short not in versions():
        return
    judge = _Judge(short, cluster.next_kubernetes, custom_resources(cluster.root))
    for subject in subjects:
        yield from guarded("lifecycle", subject, judge.problems)


class _Judge:
    def __init__(self, version: str, later: str, resources: JsonMap) -> None:
        self.version = version
        self.later = later if later in versions() else history.next_after(version)
        self.resources = resources
        self.minor = history.number(version)
        self.of_kind = cache(self._of_kind)

    def problems(self, subject: Subject) -> Iterator[Problem]:
        yield from self.of_kind(subject.api_version, subject.kind)
        yield from fields.problems(subject.manifest, self.minor)

    def _of_kind(self, api_version: str, kind: str) -> Sequence[Problem]:
        found = api_versions.problems(api_version, kind, self.version, self.later)
        return [*found, *custom.problems(api_version, kind, self.resources)]
