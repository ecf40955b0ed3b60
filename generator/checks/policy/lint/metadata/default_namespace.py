"""Objects in the namespace of whoever did not think of one: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "default-namespace"
KINDS = None


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    if as_map(manifest.get("metadata")).get("namespace") == "default":
        message = "the object is in the namespace default"
        yield Wrong(RULE, message, "give it a namespace of its own", ("metadata", "namespace"))
