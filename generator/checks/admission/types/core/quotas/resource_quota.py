"""ResourceQuota: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/resource-quota-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.core.v1.ResourceQuota"

FIELDS = {"status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain),)
