"""ReplicationControllerSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replication-controller-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field
from generator.checks.admission.types.apps import pod_template
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.core.v1.ReplicationControllerSpec"


def _labels(spec: JsonMap) -> Json:
    return ((spec.get("template") or {}).get("metadata") or {}).get("labels")


FIELDS = {
    "replicas": Field(not_negative, default=1, keeps=True),
    "minReadySeconds": Field(not_negative),
    "template": Field(required=True),
    "selector": Field(default=_labels),
}


def selects_its_own(spec: JsonMap) -> Iterator[Wrong]:
    selector, labels = spec.get("selector"), _labels(spec) or {}
    if not selector and not labels:
        yield missing("selector", "give the template labels")
    elif selector and any(labels.get(key) != value for key, value in selector.items()):
        hint = "give the template the labels that the selector asks for"
        found = ("template", "metadata", "labels")
        yield Wrong("selector-mismatch", "the selector does not select the pods of its own template", hint, found)


RULES = (selects_its_own, pod_template.runs_always)
