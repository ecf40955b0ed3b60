"""NetworkPolicyPort: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.NetworkPolicyPort"

FIELDS = {
    "protocol": Field(one_of("TCP", "UDP", "SCTP"), default="TCP", keeps=True),
    "port": Field(formats.port, keeps=True),
    "endPort": Field(keeps=True),
}


def span(value: JsonMap) -> Iterator[Wrong]:
    port, end = value.get("port"), value.get("endPort")
    if end is None:
        return
    if isinstance(port, int):
        wrong = formats.port_number(end) or (out_of_range(end, f"{port} (port) or more") if end < port else None)
        if wrong:
            yield wrong.below("endPort")
    else:
        yield forbidden("endPort needs a port number to start from", "write a number as `port`").below("endPort")


RULES = (span,)
