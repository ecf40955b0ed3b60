"""HostAlias: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#hostname-and-name-resolution"""

from __future__ import annotations

from generator.checks.admission import addresses, formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.HostAlias"

FIELDS = {"ip": Field(addresses.ip, required=True), "hostnames": Field(items=formats.dns_subdomain)}
