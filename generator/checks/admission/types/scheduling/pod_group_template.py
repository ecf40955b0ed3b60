"""PodGroupTemplate: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, until
from generator.checks.admission.types.scheduling import pod_group_spec

TYPE = "io.k8s.api.scheduling.v1beta1.PodGroupTemplate"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.PodGroupTemplate",
    "io.k8s.api.scheduling.v1alpha2.PodGroupTemplate",
    "io.k8s.api.scheduling.v1beta1.CompositePodGroupTemplate",
    "io.k8s.api.scheduling.v1alpha3.CompositePodGroupTemplate",
)

FIELDS = {
    **pod_group_spec.IN_A_TEMPLATE,
    "disruptionMode": until("1.36", Field(one_of("Pod", "PodGroup"), keeps=True)),
    "name": Field(formats.dns_label, required=True),
}
