"""TopologySelectorTerm: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/storage-class-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.TopologySelectorTerm"


def keys(term: JsonMap) -> Iterator[Wrong]:
    seen: set[str] = set()
    for position, item in enumerate(term.get("matchLabelExpressions") or ()):
        key = (item or {}).get("key") or ""
        if key in seen:
            found = duplicate(key, "the label", "put all its values into one expression")
            yield found.below("matchLabelExpressions", position, "key")
        seen.add(key)


RULES = (keys,)
