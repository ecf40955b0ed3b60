"""Kinds -> how Flux tells whether a resource of that kind is ready, where it would not know by itself.

Flux waits for workloads, Jobs, claims and disruption budgets by rules of its own, and for anything that has a condition
`Ready` as soon as it has it. What has no such condition, or not from the start, it takes for ready at once:
https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions

An expression that reads a field which is not there yet fails, and Flux goes on waiting; so do these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.delivery.place import Kind
from generator.json_types import JsonMap

_READY = "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')"
_SEEN = "(!has(c.observedGeneration) || c.observedGeneration == metadata.generation)"
_ROUTED = " && ".join(
    f"p.conditions.exists(c, c.type == '{condition}' && c.status == 'True' && {_SEEN})"
    for condition in ("Accepted", "ResolvedRefs")
)
_ROUTE = f"status.parents.size() > 0 && status.parents.all(p, {_ROUTED})"
_ROLLOUT = "status.observedGeneration == string(metadata.generation)"

EXPRESSIONS: tuple[JsonMap, ...] = (
    # Its generation is a text in the status, which Flux's own rules take for a mistake. A pause that waits for people
    # is no failure: the version before serves meanwhile.
    {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "current": f"{_ROLLOUT} && status.phase in ['Healthy', 'Paused']",
        "failed": f"{_ROLLOUT} && status.phase == 'Degraded'",
    },
    # Until their controllers have seen them, these have no condition at all.
    {
        "apiVersion": "cert-manager.io/v1",
        "kind": "Certificate",
        "current": "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True' && "
        "c.observedGeneration == metadata.generation)",
    },
    {"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "current": _READY},
    {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledJob", "current": _READY},
    {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "current": _READY},
    # The conditions of routes are those of each Gateway that they are attached to.
    {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "GRPCRoute", "current": _ROUTE},
    {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "current": _ROUTE},
    {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "Gateway",
        "current": f"status.conditions.exists(c, c.type == 'Programmed' && c.status == 'True' && {_SEEN})",
    },
)


def expressions(kinds: Iterable[Kind], own: Iterable[JsonMap]) -> list[JsonMap]:
    """Those of the kinds that there are; of a kind that the platform has its `own` for, that one."""
    known = {_group_kind(item): item for item in (*EXPRESSIONS, *own)}
    there = dict.fromkeys((group, kind) for group, kind, _ in sorted(kinds))
    return list(_of(known, there))


def _of(known: dict[tuple[str, str], JsonMap], there: Iterable[tuple[str, str]]) -> Iterator[JsonMap]:
    told = set()
    for group, kind in there:
        # One without a kind is for all of its group.
        key = (group, kind) if (group, kind) in known else (group, "")
        if key in known and key not in told:
            told.add(key)
            yield known[key]


def _group_kind(item: JsonMap) -> tuple[str, str]:
    return item["apiVersion"].rpartition("/")[0], item.get("kind", "")
