"""ReplicationController: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replication-controller-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.core.v1.ReplicationController"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (
    since("1.35", metadata.named(formats.dns_subdomain, any_prefix=True), before=metadata.named(formats.dns_subdomain)),
)
