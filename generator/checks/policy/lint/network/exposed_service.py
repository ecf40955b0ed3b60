"""A Service that the world outside of the cluster can reach: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "exposed-service"
KINDS = frozenset({"Service"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    kind = as_map(manifest.get("spec")).get("type")
    if kind in ("NodePort", "LoadBalancer"):
        hint = "use `ClusterIP`, with an Ingress or an HTTPRoute in front"
        yield Wrong(RULE, f"the Service can be reached from outside of the cluster ({kind})", hint, ("spec", "type"))
