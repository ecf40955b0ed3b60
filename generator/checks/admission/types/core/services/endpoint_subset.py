"""EndpointSubset: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.EndpointSubset"


def addresses(subset: JsonMap) -> Iterator[Wrong]:
    if not subset.get("addresses") and not subset.get("notReadyAddresses"):
        yield missing("addresses", why="(or `notReadyAddresses`)")


def names_of_ports(subset: JsonMap) -> Iterator[Wrong]:
    ports = subset.get("ports") or ()
    for position, port in enumerate(ports):
        if len(ports) > 1 and not (port or {}).get("name"):
            yield missing("name", why="where there are several ports").below("ports", position)


RULES = (addresses, names_of_ports)
