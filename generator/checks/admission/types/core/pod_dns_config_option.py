"""PodDNSConfigOption: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.PodDNSConfigOption"

FIELDS = {"name": Field(required=True)}
