"""ServiceReference, of webhooks of admission and of conversion: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/validating-webhook-configuration-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import clients

TYPE = "io.k8s.api.admissionregistration.v1.ServiceReference"

ALSO = ("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference",)

FIELDS = {
    "name": Field(required=True),
    "namespace": Field(required=True),
    "path": Field(clients.service_path),
    "port": Field(formats.port_number, default=443, keeps=True),
}
