"""Containers that can fill their node's disk: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.resources.amounts import missing
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "missing-storage-limit"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    yield from missing(pod, RULE, "limits", "ephemeral-storage", "it can fill the disk of its node")
