"""DeviceClaim: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.types.resource.names import MOST, named, of_requests, repeated_names
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, too_many
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceClaim"

ALSO = (f"{_GROUP}.v1beta1.DeviceClaim", f"{_GROUP}.v1beta2.DeviceClaim")


def few_enough(claim: JsonMap) -> Iterator[Wrong]:
    for field in ("requests", "constraints", "config"):
        if (count := len(claim.get(field) or ())) > MOST:
            yield too_many(count, MOST, field).below(field)


def requests_apart(claim: JsonMap) -> Iterator[Wrong]:
    yield from (wrong.below("requests") for wrong in repeated_names(claim.get("requests") or ()))


def about_its_requests(claim: JsonMap) -> Iterator[Wrong]:
    known = of_requests(claim)
    for field in ("constraints", "config"):
        for position, item in items(claim, field):
            yield from (wrong.below(field, position) for wrong in named(item, known))


RULES = (few_enough, requests_apart, about_its_requests)
