"""Service: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.core.services import of_annotations, of_cluster
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.core.v1.Service"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (
    since("1.36", metadata.named(formats.dns_label), before=metadata.named(formats.dns_1035_label)),
    of_annotations.topology,
    of_annotations.source_ranges,
)

ADMISSION = of_cluster.addresses
