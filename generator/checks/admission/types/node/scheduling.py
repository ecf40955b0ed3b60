"""Scheduling: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/runtime-class-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.node.v1.Scheduling"

FIELDS = {"nodeSelector": Field(keys=formats.qualified_name, items=formats.label_value)}

KEYS = ("key", "operator", "value", "effect")


def tolerations(scheduling: JsonMap) -> Iterator[Wrong]:
    seen: set[tuple[str, ...]] = set()
    for position, toleration in enumerate(scheduling.get("tolerations") or ()):
        own = tuple((toleration or {}).get(key) or "" for key in KEYS)
        if own in seen:
            yield duplicate(own[0], "the toleration of").below("tolerations", position)
        seen.add(own)


RULES = (tolerations,)
