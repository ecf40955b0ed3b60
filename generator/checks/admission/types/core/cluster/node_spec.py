"""NodeSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/#NodeSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.addresses import cidr, network
from generator.checks.admission.field import Field
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.NodeSpec"

FIELDS = {"podCIDR": Field(cidr), "podCIDRs": Field(items=cidr)}


def ranges(spec: JsonMap) -> Iterator[Wrong]:
    own = spec.get("podCIDRs") or []
    versions = [found.version for item in own if (found := network(item))]
    if len(versions) == len(own) > 1 and sorted(versions) != [4, 6]:
        yield conflict("there may be one range of each IP family", "leave one of each").below("podCIDRs")


def taints(spec: JsonMap) -> Iterator[Wrong]:
    seen = set()
    for position, taint in items(spec, "taints"):
        key = (taint.get("key"), taint.get("effect"))
        if key in seen:
            yield duplicate(f"{key[0]}:{key[1]}", "the taint").below("taints", position)
        seen.add(key)


RULES = (ranges, taints)
