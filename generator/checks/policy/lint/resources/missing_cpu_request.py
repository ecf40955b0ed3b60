"""Containers that the scheduler knows no CPU of: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.resources.amounts import missing
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "missing-cpu-request"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    yield from missing(pod, RULE, "requests", "cpu", "the scheduler takes it for nothing")
