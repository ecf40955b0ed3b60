"""Scale: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scale-v1-autoscaling"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.autoscaling.v1.Scale"

FIELDS = {"status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain),)
