"""TopologyConstraint: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1beta1.TopologyConstraint"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.TopologyConstraint",
    "io.k8s.api.scheduling.v1alpha2.TopologyConstraint",
)

FIELDS = {"key": Field(formats.qualified_name, required=True)}
