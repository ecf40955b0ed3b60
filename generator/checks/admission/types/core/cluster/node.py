"""Node: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.quantity import parse
from generator.checks.admission.types.core.quotas import names
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.Node"


def amounts(node: JsonMap) -> Iterator[Wrong]:
    status = node.get("status") or {}
    for field in ("capacity", "allocatable"):
        for name, value in (status.get(field) or {}).items():
            amount = parse(value)
            if amount is None:
                continue
            if amount < 0:
                yield out_of_range(value, "0 or more").below("status", field, name)
            elif amount.denominator != 1 and names.is_whole(name):
                yield out_of_range(value, "a whole number").below("status", field, name)


RULES = (metadata.named(formats.dns_subdomain), amounts)
