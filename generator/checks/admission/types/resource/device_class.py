"""DeviceClass: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/device-class-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import since
from generator.checks.admission.types.meta import metadata

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceClass"

ALSO = (f"{_GROUP}.v1beta1.DeviceClass", f"{_GROUP}.v1beta2.DeviceClass")

RULES = (
    since("1.35", metadata.named(formats.dns_subdomain, any_prefix=True), before=metadata.named(formats.dns_subdomain)),
)
