"""ResourcePoolStatusRequestSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-pool-status-request-v1alpha3/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field
from generator.checks.admission.types.resource import qualified
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json

TYPE = "io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestSpec"


def driver(value: Json) -> Wrong | None:
    """Of any length that a subdomain may have, unlike where it is written otherwise."""
    return formats.dns_subdomain(value.lower())


FIELDS = {
    "driver": Field(driver, required=True),
    "poolName": Field(qualified.pool, keeps=True),
    "limit": Field(between(1, 1000), default=100, keeps=True),
}
