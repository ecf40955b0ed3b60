"""DeviceTaintRule, ResourceSlice and ResourcePoolStatusRequest are named alike.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/device-taint-rule-v1beta2/
"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceTaintRule"

ALSO = (
    f"{_GROUP}.v1alpha3.DeviceTaintRule",
    f"{_GROUP}.v1beta2.DeviceTaintRule",
    f"{_GROUP}.v1.ResourceSlice",
    f"{_GROUP}.v1beta1.ResourceSlice",
    f"{_GROUP}.v1beta2.ResourceSlice",
    f"{_GROUP}.v1alpha3.ResourcePoolStatusRequest",
)

FIELDS = {"spec": Field(required=True)}

RULES = (metadata.named(formats.dns_subdomain),)
