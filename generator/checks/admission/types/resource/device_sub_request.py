"""DeviceSubRequest: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.resource import exact_device_request

TYPE = "io.k8s.api.resource.v1.DeviceSubRequest"

ALSO = ("io.k8s.api.resource.v1beta1.DeviceSubRequest", "io.k8s.api.resource.v1beta2.DeviceSubRequest")

FIELDS = {"name": Field(formats.dns_label, required=True), **exact_device_request.FIELDS}

RULES = exact_device_request.RULES
