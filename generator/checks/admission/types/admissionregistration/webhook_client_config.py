"""WebhookClientConfig, of webhooks of admission and of conversion: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/validating-webhook-configuration-v1/"""

from __future__ import annotations

from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import clients

TYPE = "io.k8s.api.admissionregistration.v1.WebhookClientConfig"

ALSO = ("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig",)

FIELDS = {"url": Field(clients.url, keeps=True)}

RULES = (exactly_one("url", "service"),)
