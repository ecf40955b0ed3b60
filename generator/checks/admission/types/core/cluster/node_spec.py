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


def _is_dropped(spec: JsonMap) -> bool:
    """Of two fields that differ the server keeps the one range, and drops the list."""
    first = next(iter(spec.get("podCIDRs") or ()), None)
    return bool(spec.get("podCIDR")) and first != spec["podCIDR"]


def own_ranges(spec: JsonMap) -> list[str]:
    """Those that the server keeps."""
    return [spec["podCIDR"]] if _is_dropped(spec) else spec.get("podCIDRs") or []


def dropped(spec: JsonMap, wrong: Wrong) -> bool:
    return wrong.path[0] == "podCIDRs" and _is_dropped(spec)


EXCUSED = dropped


def ranges(spec: JsonMap) -> Iterator[Wrong]:
    own = [] if _is_dropped(spec) else spec.get("podCIDRs") or []
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
