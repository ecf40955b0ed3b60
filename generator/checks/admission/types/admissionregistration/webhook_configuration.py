"""ValidatingWebhookConfiguration and MutatingWebhookConfiguration: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/validating-webhook-configuration-v1/"""

from __future__ import annotations

from generator.checks.admission.types.admissionregistration import policies

TYPE = "io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration"

ALSO = ("io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration",)

RULES = policies.NAMED
