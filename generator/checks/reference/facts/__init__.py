"""One manifest -> what other objects may want to know of it, as JSON fit to be kept.

Facts depend on nothing but the manifest and this code: not on its file, its environment or other objects. Absent:

- `id`: the kind as `Service` or `apps/Deployment`, the namespace as written, the name;
- `refers`: each `Reference`, as a list;
- `makes`: each `Made`: the ConfigMaps and Secrets that there will be because of it, and their keys;
- `labels`: where others select by them;
- `pods`: see `pods.py`;
- `service`: see `service.py`;
- `routes`: hosts and paths of an Ingress, see `ingress.py`;
- `spec`: fields of the spec as they are, of kinds that are little else.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.checks.reference.facts.ingress import routes
from generator.checks.reference.facts.plain import text, texts
from generator.checks.reference.facts.pods import pods
from generator.checks.reference.facts.service import service
from generator.json_types import JsonMap, as_map
from generator.resources.references import made, references
from generator.resources.references.pods import POD

SELECTED = ("Namespace", "Service")
"""Kinds that others select by the labels of their metadata."""

_GATEWAY = "gateway.networking.k8s.io"
_ROUTE = ("hostnames", "parentRefs", "rules")
KEPT: Mapping[str, tuple[str, ...]] = {
    "LimitRange": ("limits",),
    "PersistentVolumeClaim": ("resources", "storageClassName"),
    "ResourceQuota": ("hard", "scopes", "scopeSelector"),
    "autoscaling.k8s.io/VerticalPodAutoscaler": ("resourcePolicy", "updatePolicy"),
    "autoscaling/HorizontalPodAutoscaler": ("metrics", "minReplicas", "maxReplicas", "targetCPUUtilizationPercentage"),
    f"{_GATEWAY}/GRPCRoute": _ROUTE,
    f"{_GATEWAY}/Gateway": ("listeners",),
    f"{_GATEWAY}/HTTPRoute": _ROUTE,
    f"{_GATEWAY}/ReferenceGrant": ("from", "to"),
    f"{_GATEWAY}/TCPRoute": ("parentRefs",),
    f"{_GATEWAY}/TLSRoute": ("hostnames", "parentRefs"),
    f"{_GATEWAY}/UDPRoute": ("parentRefs",),
    "keda.sh/ScaledObject": ("minReplicaCount", "maxReplicaCount", "idleReplicaCount", "triggers", "advanced"),
    "monitoring.coreos.com/PodMonitor": ("namespaceSelector", "podMetricsEndpoints", "selector"),
    "monitoring.coreos.com/ServiceMonitor": ("endpoints", "namespaceSelector", "selector"),
    "networking.k8s.io/NetworkPolicy": ("egress", "ingress", "podSelector", "policyTypes"),
    "policy/PodDisruptionBudget": ("maxUnavailable", "minAvailable", "selector"),
}
"""Fields of a spec that rules read as they are."""


def facts(manifest: JsonMap) -> JsonMap:
    metadata = as_map(manifest.get("metadata"))
    kind = full_kind(text(manifest.get("apiVersion")), text(manifest.get("kind")))
    found: JsonMap = {"id": [kind, text(metadata.get("namespace")), text(metadata.get("name"))]}
    if refers := [list(item) for item in references(manifest)]:
        found["refers"] = refers
    if makes := [list(item) for item in made(manifest)]:
        found["makes"] = makes
    if kind in SELECTED and (labels := texts(metadata.get("labels"))):
        found["labels"] = labels
    if kind == "Service":
        found["service"] = service(as_map(manifest.get("spec")))
    elif kind.endswith("/Ingress"):
        found["routes"] = routes(manifest)
    elif kind in KEPT:
        spec = as_map(manifest.get("spec"))
        found["spec"] = {field: spec[field] for field in KEPT[kind] if spec.get(field) is not None}
    elif kind.rpartition("/")[2] in POD and (described := pods(manifest)):
        found["pods"] = described
    return found


def full_kind(api_version: str, kind: str) -> str:
    """`apps/v1` and `Deployment` -> `apps/Deployment`."""
    group, slash, _ = api_version.rpartition("/")
    return f"{group}/{kind}" if slash else kind
