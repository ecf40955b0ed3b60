"""A label that the platform asks of every object: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.metadata.required import lacking
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "missing-label"
KINDS = None


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    if settings.required_labels:
        yield from lacking(manifest, RULE, "labels", settings.required_labels)
