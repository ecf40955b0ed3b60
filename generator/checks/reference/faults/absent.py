"""What an object refers to, by name, is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.checks.reference.graph import Graph, Id, Node
from generator.checks.reference.indexes import NAMES, OF_KIND, UNITS
from generator.checks.reference.scopes import CLUSTER_SCOPED
from generator.problems import Problem
from generator.resources.references import Reference

NEEDS = "refers"


class _Absence(NamedTuple):
    fault: str
    effect: str
    """What becomes of it in the cluster."""


_NO_PODS = "its pods do not start"
_NO_WORK = "it does not work as it should"
_NO_TRAFFIC = "requests to it fail"
_CLASS = _Absence("absent-class", "nothing takes care of it")
_OBJECT = _Absence("absent-object", "the controller cannot do its work")
_SCALE = _Absence("absent-scale-target", "nothing is scaled")
_SUBJECT = _Absence("absent-subject", "the rights are nobody's")
_ABSENCES: Mapping[str, _Absence] = {
    "ConfigMap": _Absence("absent-config-map", _NO_PODS),
    "PersistentVolumeClaim": _Absence("absent-claim", _NO_PODS),
    "Secret": _Absence("absent-secret", _NO_PODS),
    "Service": _Absence("absent-service", _NO_TRAFFIC),
    "ServiceAccount": _Absence("absent-service-account", "its pods are not created"),
    "argoproj.io/AnalysisTemplate": _OBJECT,
    "argoproj.io/ClusterAnalysisTemplate": _OBJECT,
    "cert-manager.io/ClusterIssuer": _Absence("absent-issuer", "no certificate is made"),
    "cert-manager.io/Issuer": _Absence("absent-issuer", "no certificate is made"),
    "external-secrets.io/ClusterSecretStore": _Absence("absent-secret-store", "no Secret is made"),
    "external-secrets.io/SecretStore": _Absence("absent-secret-store", "no Secret is made"),
    "gateway.networking.k8s.io/GRPCRoute": _OBJECT,
    "gateway.networking.k8s.io/Gateway": _Absence("absent-gateway", "no request comes in"),
    "gateway.networking.k8s.io/GatewayClass": _CLASS,
    "gateway.networking.k8s.io/HTTPRoute": _OBJECT,
    "keda.sh/ClusterTriggerAuthentication": _OBJECT,
    "keda.sh/TriggerAuthentication": _OBJECT,
    "networking.k8s.io/Ingress": _OBJECT,
    "networking.k8s.io/IngressClass": _CLASS,
    "node.k8s.io/RuntimeClass": _Absence("absent-class", "its pods are not created"),
    "rbac.authorization.k8s.io/ClusterRole": _Absence("absent-role", "nobody gets the rights"),
    "rbac.authorization.k8s.io/Role": _Absence("absent-role", "nobody gets the rights"),
    "scheduling.k8s.io/PriorityClass": _Absence("absent-class", "its pods are not created"),
    "snapshot.storage.k8s.io/VolumeSnapshot": _OBJECT,
    "snapshot.storage.k8s.io/VolumeSnapshotClass": _CLASS,
    "storage.k8s.io/StorageClass": _Absence("absent-class", "no volume is made"),
    "storage.k8s.io/VolumeAttributesClass": _CLASS,
}
_SCALED = ("Deployment", "ReplicaSet", "Rollout", "StatefulSet")


class Lack(NamedTuple):
    """A reference to an object that should be here, and is not."""

    reference: Reference
    target: Id
    absence: _Absence


class Absent(NamedTuple):
    """Of the objects of a unit: by the place of each what it lacks; who lacks what is told once; what nothing here can
    know of."""

    lacks: dict[int, list[Lack]]
    users: dict[Id, list[Node]]
    unknown: set[Id]


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    """What the cluster or somebody else brings is told once for all objects of a unit that lack it."""
    found = graph.of_unit(node.unit, absent)
    for reference, target, absence in found.lacks.get(node.place, ()):
        users = found.users.get(target, [node])
        if users[0] is node:
            yield _problem(node, graph, reference, target, absence, users[1:])


def absent(graph: Graph, unit: str) -> Absent:
    found = Absent({}, {}, set())
    for node in graph.listed(UNITS, unit):
        seen: set[Id] = set()
        for reference in node.refers:
            absence, target = _absence(reference), graph.target(node, reference)
            if absence is None or reference.optional or target in seen or graph.exists(target):
                continue
            if not _judged(node, graph, target):
                if target[0] != "Secret" or graph.secrets:
                    found.unknown.add(target)
            elif target[0] != "PersistentVolumeClaim" or not _of_a_set(graph, target):
                seen.add(target)
                found.lacks.setdefault(node.place, []).append(Lack(reference, target, absence))
                if target[0] == "Secret" or target[0] in CLUSTER_SCOPED:
                    found.users.setdefault(target, []).append(node)
    return found


def _absence(reference: Reference) -> _Absence | None:
    if reference.use in ("scale", "resize"):
        return _SCALE
    if reference.use == "subject":
        return _SUBJECT
    return None if reference.use == "governing" else _ABSENCES.get(reference.kind)


def _judged(node: Node, graph: Graph, target: Id) -> bool:
    """Whether the manifests would show it. Of cluster-wide kinds, of those in other namespaces, and of custom resources
    that something scales, they would where they show any other of the kind."""
    kind, namespace, _ = target
    if kind == "Secret" and not graph.secrets:
        return False
    own = namespace == node.namespace and kind not in CLUSTER_SCOPED
    if own and (kind in _ABSENCES or kind.rpartition("/")[2] in _SCALED):
        return True
    return graph.populated(kind, namespace) or graph.elsewhere.knows(kind)


def _of_a_set(graph: Graph, target: Id) -> bool:
    """Whether it is the claim of one pod of a StatefulSet."""
    _, namespace, name = target
    return any(
        re.fullmatch(rf"{re.escape(f'{claim[0]}-{node.name}')}-[0-9]+", name)
        for node in graph.listed(OF_KIND, "apps/StatefulSet", namespace)
        for claim in node.pods.get("claims", ())
    )


def _problem(
    node: Node, graph: Graph, reference: Reference, target: Id, absence: _Absence, others: Sequence[Node]
) -> Problem:
    kind, namespace, name = target
    short = kind.rpartition("/")[2]
    where = f" in the namespace {namespace}" if namespace and namespace != node.namespace else ""
    effect = absence.effect if absence.effect != _NO_PODS or "pods" in node.facts else _NO_WORK
    message = f'{node} refers to the {short} "{name}"{where}, which does not exist: {effect}{_also(others)}'
    return Problem(absence.fault, reference.naming, message, _hint(graph, target))


_LISTED = 20


def _also(others: Sequence[Node]) -> str:
    if not others:
        return ""
    more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
    return f"; so {'does' if len(others) == 1 else 'do'} {', '.join(map(str, others[:_LISTED]))}{more}"


def _hint(graph: Graph, target: Id) -> str:
    kind, namespace, name = target
    near = graph.nearest(name, kind, namespace)
    better = _otherwise(graph, target) or (f'write "{near}",' if near else "")
    short = kind.rpartition("/")[2]
    declare = "name it under `checks.elsewhere` in the platform file"
    return f"{better} or {declare}" if better else f"add the {short}, or {declare}"


def _otherwise(graph: Graph, target: Id) -> str:
    """Where there is one of that name in another namespace, or of a kind that could be meant."""
    kind, namespace, name = target
    short = kind.rpartition("/")[2]
    others = graph.listed(NAMES, name)
    for other in others:
        if other.kind == kind and other.namespace != namespace:
            return f"there is one in the namespace {other.namespace}: put both into the same,"
    for other in others:
        group = other.kind.rpartition("/")[0]
        if other.namespace == namespace and other.short == short and group:
            return f"there is one of the group {group}: write that in `apiVersion`,"
        if other.namespace in (namespace, "") and other.short in _ALIKE.get(short, ()):
            return f"there is {other}: write `kind: {other.short}`,"
    return ""


_ALIKE: Mapping[str, tuple[str, ...]] = {
    "ClusterIssuer": ("Issuer",),
    "ClusterRole": ("Role",),
    "ClusterSecretStore": ("SecretStore",),
    "Deployment": ("StatefulSet", "Rollout", "ReplicaSet"),
    "Issuer": ("ClusterIssuer",),
    "ReplicaSet": ("Deployment",),
    "Role": ("ClusterRole",),
    "Rollout": ("Deployment", "StatefulSet"),
    "SecretStore": ("ClusterSecretStore",),
    "StatefulSet": ("Deployment", "Rollout"),
}
