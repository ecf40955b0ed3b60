"""PodFailurePolicyOnPodConditionsPattern: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern"

FIELDS = {
    "type": Field(formats.qualified_name, required=True),
    "status": Field(one_of("True", "False", "Unknown"), default="True"),
}
