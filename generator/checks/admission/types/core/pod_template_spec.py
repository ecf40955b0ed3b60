"""PodTemplateSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/#PodTemplateSpec

A server looks at a template's labels and annotations, and at no more of its metadata.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field
from generator.checks.admission.types.core import pod_annotations
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.PodTemplateSpec"

FIELDS = {"spec": Field(required=True)}


def own_metadata(template: JsonMap) -> Iterator[Wrong]:
    own = template.get("metadata") or {}
    yield from (wrong.below("metadata") for wrong in metadata.own_labels(own))
    yield from (wrong.below("metadata") for wrong in metadata.own_annotations(own))


RULES = (own_metadata, pod_annotations.of_template)
