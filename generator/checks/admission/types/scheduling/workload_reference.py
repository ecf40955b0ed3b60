"""WorkloadReference: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1beta1.WorkloadReference"

ALSO = ("io.k8s.api.scheduling.v1alpha3.WorkloadReference",)

FIELDS = {
    "workloadName": Field(formats.dns_subdomain, required=True),
    "templateName": Field(formats.dns_label, required=True),
}
