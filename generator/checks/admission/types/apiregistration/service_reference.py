"""ServiceReference of an APIService: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/#APIServiceSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference"

FIELDS = {
    "name": Field(required=True),
    "namespace": Field(required=True),
    "port": Field(formats.port_number, default=443, keeps=True),
}
