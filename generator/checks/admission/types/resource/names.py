"""Requests of a claim, and who names them: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.admission.wrong import Wrong, duplicate, too_many, unknown
from generator.json_types import Json, JsonMap

MOST = 32
"""Of requests, constraints, configurations and selectors."""


def repeated_names(requests: Sequence[Json]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for position, request in enumerate(requests):
        name = (request or {}).get("name") or ""
        if name and name in seen:
            yield duplicate(name, "the request").below(position, "name")
        seen.add(name)


def of_requests(claim: JsonMap) -> set[str]:
    """What a constraint can name: a request, or one of the requests within it."""
    found: set[str] = set()
    for request in claim.get("requests") or ():
        name = (request or {}).get("name") or ""
        inner = [(item or {}).get("name") or "" for item in (request or {}).get("firstAvailable") or ()]
        found |= {name, *(f"{name}/{other}" for other in inner)}
    return found


def named(value: JsonMap, known: set[str]) -> Iterator[Wrong]:
    """The requests that a constraint or a configuration is about."""
    requests = value.get("requests") or ()
    if len(requests) > MOST:
        yield too_many(len(requests), MOST, "requests").below("requests")
    for position, name in enumerate(requests):
        if name in requests[:position]:
            yield duplicate(name, "the request").below("requests", position)
        if name not in known:
            yield unknown(name or "", "request", sorted(known)).below("requests", position)
