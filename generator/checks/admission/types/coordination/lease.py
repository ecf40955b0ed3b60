"""Lease: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.coordination.v1.Lease"

RULES = (metadata.named(formats.dns_subdomain, any_finalizer=True),)
