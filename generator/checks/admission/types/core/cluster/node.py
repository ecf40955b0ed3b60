"""Node: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import since
from generator.checks.admission.types.core.quotas import names
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed, out_of_range
from generator.json_types import JsonMap
from generator.quantity import parse

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


def features(node: JsonMap) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/reference/node/node-declared-features/"""
    names = [name or "" for name in (node.get("status") or {}).get("declaredFeatures") or ()]
    for position, name in enumerate(names):
        if wrong := _feature(name):
            yield wrong.below("status", "declaredFeatures", position)
        elif position and names[position - 1] >= name:
            hint = "sort them, and write each once"
            yield malformed(name, "names in the order of the alphabet", hint).below(
                "status", "declaredFeatures", position
            )


_feature = formats.pattern(
    "[A-Z][a-zA-Z0-9]*(?:/[a-zA-Z0-9]+)*", "a feature's name", "write it as MyFeature, or MyFeature/part", longest=253
)

RULES = (metadata.named(formats.dns_subdomain), amounts, since("1.36", features))
