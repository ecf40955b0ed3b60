"""DeviceTaintSelector: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/device-taint-rule-v1beta2/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.resource import qualified

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceTaintSelector"

ALSO = (f"{_GROUP}.v1alpha3.DeviceTaintSelector", f"{_GROUP}.v1beta2.DeviceTaintSelector")

FIELDS = {
    "deviceClassName": Field(formats.dns_subdomain, keeps=True),
    "driver": Field(formats.csi_driver, keeps=True),
    "pool": Field(qualified.pool, keeps=True),
    "device": Field(formats.dns_label, keeps=True),
}
