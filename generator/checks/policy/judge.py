"""The rules that are asked for of a cluster -> what they find in its manifests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.guard import guarded
from generator.checks.policy import expressions, pod_security
from generator.checks.policy.expressions import Rule
from generator.checks.policy.lint import Active
from generator.checks.policy.pods import pod_of
from generator.checks.policy.settings import Settings
from generator.checks.policy.weights import active_rules
from generator.checks.subject import Cluster, Subject
from generator.problems import Problem


def judged(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Problem]]:
    level, _, version = cluster.pod_security.partition(":")
    active = Active.of(active_rules(cluster), level)
    own = expressions.rules(cluster.settings) if cluster.settings.get("expressions") else ()
    judge = _Judge(active, Settings.of(cluster.settings), level, version or cluster.kubernetes, own)
    for subject in subjects:
        yield from guarded("policy", subject, judge.problems)


class _Judge:
    def __init__(self, active: Active, settings: Settings, level: str, version: str, own: Sequence[Rule]) -> None:
        self.active = active
        self.settings = settings
        self.level = level
        self.version = version
        self.own = own

    def problems(self, subject: Subject) -> Iterator[Problem]:
        kind = subject.kind
        for module in self.active.of_manifests:
            if module.KINDS is None or kind in module.KINDS:
                for wrong in module.problems(subject.manifest, self.settings):
                    yield wrong.problem()
        for rule in self.own:
            yield from rule.problems(subject.manifest)
        pod = pod_of(subject.manifest)
        if pod is None:
            return
        if self.level:
            yield from pod_security.problems(pod, self.level, self.version)
        for module in self.active.of_pods:
            for wrong in module.problems(pod, self.settings):
                yield wrong.problem()
