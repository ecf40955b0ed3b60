"""CustomResourceConversion: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import clients
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion"

FIELDS = {"strategy": Field(one_of("None", "Webhook"), required=True)}


def only_a_webhook_has_one(conversion: JsonMap) -> Iterator[Wrong]:
    webhook = conversion.get("webhook")
    if conversion.get("strategy") != "Webhook":
        if webhook is not None:
            yield forbidden("only the strategy Webhook has a webhook", "remove it, or write Webhook").below("webhook")
        return
    if webhook is None:
        yield missing("webhook", why="for the strategy Webhook")
        return
    if webhook.get("clientConfig") is None:
        yield missing("clientConfig").below("webhook")
    yield from (wrong.below("webhook") for wrong in clients.own_review_versions("conversionReviewVersions", webhook))


RULES = (only_a_webhook_has_one,)
