"""EnvVarSource: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables"""

from __future__ import annotations

from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import IGNORED, Field, since, until
from generator.checks.admission.types.core.containers import object_field_selector, resource_field_selector

TYPE = "io.k8s.api.core.v1.EnvVarSource"

_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef")

FIELDS = {
    "fieldRef": Field(
        object_field_selector.one_of_fields(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs",
        )
    ),
    "resourceFieldRef": Field(resource_field_selector.of_containers),
    "fileKeyRef": until("1.34", IGNORED),
}

RULES = (since("1.35", exactly_one(*_SOURCES, "fileKeyRef"), before=exactly_one(*_SOURCES)),)
