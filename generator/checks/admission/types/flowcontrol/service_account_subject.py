"""ServiceAccountSubject: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json

TYPE = "io.k8s.api.flowcontrol.v1.ServiceAccountSubject"


def name(value: Json) -> Wrong | None:
    """`*` is every account of the namespace."""
    return None if value == "*" else formats.dns_subdomain(value)


FIELDS = {"name": Field(name, required=True), "namespace": Field(formats.dns_label, required=True)}
