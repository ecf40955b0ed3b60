"""ResourcePool: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative, positive
from generator.checks.admission.field import Field
from generator.checks.admission.types.resource import qualified

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.ResourcePool"

ALSO = (f"{_GROUP}.v1beta1.ResourcePool", f"{_GROUP}.v1beta2.ResourcePool")

FIELDS = {
    "name": Field(qualified.pool, required=True),
    "generation": Field(not_negative),
    "resourceSliceCount": Field(positive, required=True),
}
