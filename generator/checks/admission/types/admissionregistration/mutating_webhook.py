"""MutatingWebhook: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/mutating-webhook-configuration-v1/"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import validating_webhook

TYPE = "io.k8s.api.admissionregistration.v1.MutatingWebhook"

FIELDS = {
    **validating_webhook.FIELDS,
    "reinvocationPolicy": Field(one_of("Never", "IfNeeded"), keeps=True, default="Never"),
}

RULES = validating_webhook.RULES
