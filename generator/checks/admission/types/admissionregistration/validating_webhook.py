"""ValidatingWebhook: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/validating-webhook-configuration-v1/"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.checks.admission import formats
from generator.checks.admission.constraints import between, one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import clients, match_conditions
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.admissionregistration.v1.ValidatingWebhook"


def name_of_three(value: Json) -> Wrong | None:
    if formats.dns_subdomain(value) or value.count(".") < 2:
        return malformed(value, "a DNS name of three parts at least", "write it as check.team.example.com")
    return None


FIELDS = {
    "name": Field(name_of_three, required=True),
    "clientConfig": Field(keeps=True),
    "failurePolicy": Field(one_of("Fail", "Ignore"), keeps=True, default="Fail"),
    "matchPolicy": Field(one_of("Equivalent", "Exact"), keeps=True, default="Equivalent"),
    "sideEffects": Field(one_of("None", "NoneOnDryRun"), keeps=True, required=True),
    "timeoutSeconds": Field(between(1, 30), keeps=True, default=10),
    "namespaceSelector": Field(default={}),
    "objectSelector": Field(default={}),
}


def has_client(webhook: JsonMap) -> Iterator[Wrong]:
    if webhook.get("clientConfig") is None:
        hint = "add `service` (or `url`)"
        yield Wrong("missing-field", "clientConfig must say where the webhook is", hint, ("clientConfig",))


RULES = (
    has_client,
    partial(clients.own_review_versions, "admissionReviewVersions"),
    match_conditions.OF_WEBHOOKS,
)
