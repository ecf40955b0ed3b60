"""Eviction: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.policy.v1.Eviction"

RULES = (metadata.named(formats.dns_subdomain, any_finalizer=True),)
