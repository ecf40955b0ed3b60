"""PodDisruptionBudget: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.policy.v1.PodDisruptionBudget"

FIELDS = {"status": IGNORED}

RULES = (metadata.named(formats.path_segment, any_finalizer=True),)
