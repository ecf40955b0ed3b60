"""Manifests -> what the platform does not want of them: Pod Security Standards, good practice, its own expressions.

What a rule is by default `generator.rules.policy` says; `checks` of the platform file changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.subject import Cluster, Subject
from generator.problems import Problem


def problems(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Problem]]:
    from generator.checks.policy.judge import judged  # a hundred rules: others need only what a pod is

    yield from judged(subjects, cluster)
