"""The objects of one overlay that changed -> what of it a reviewer must not overlook.

What a server refuses, and what loses data or availability, is found by the checks of category `update`. Here is what is
no fault and yet nothing to pass by: rights, privileges, what can be reached from where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from generator.json_types import Json, JsonMap, as_map
from generator.model.merge import ABSENT
from generator.review.lines import Field, fields
from generator.review.objects import ObjectChange

Level = Literal["danger", "care"]


class Danger(NamedTuple):
    """The first level is what may do harm, the second what somebody should have looked at."""

    level: Level
    text: str


_RIGHTS = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
_EXPOSING = ("Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "Gateway")
_KEEPING = ("PersistentVolumeClaim", "PersistentVolume", "StatefulSet", "Namespace", "CustomResourceDefinition")
_GUARDING = ("NetworkPolicy", "PodDisruptionBudget", "ResourceQuota", "LimitRange")
_PRIVILEGES: dict[str, Json] = {
    "privileged": True,
    "allowPrivilegeEscalation": True,
    "hostNetwork": True,
    "hostPID": True,
    "hostIPC": True,
    "runAsUser": 0,
    "runAsNonRoot": False,
    "readOnlyRootFilesystem": False,
    "automountServiceAccountToken": True,
}


def dangers(change: ObjectChange) -> list[Danger]:
    """Each once, in order."""
    return list(dict.fromkeys(danger for rule in _RULES for danger in rule(change)))


def _gone(change: ObjectChange) -> Iterator[Danger]:
    if change.status == "removed" and change.kind in _KEEPING:
        yield Danger("danger", f"{change.label} is deleted")
    elif change.status == "removed" and change.kind in _GUARDING:
        yield Danger("care", f"{change.label} is deleted")


def _rights(change: ObjectChange) -> Iterator[Danger]:
    if change.kind not in _RIGHTS or change.status == "removed":
        return
    grown = change.status == "added" or any(
        found.path[:1] in (("rules",), ("subjects",), ("roleRef",)) for found in _fields(change)
    )
    if grown:
        wide = change.kind.startswith("Cluster") or "*" in _texts(as_map(change.after).get("rules"))
        yield Danger("danger" if wide else "care", f"rights: {change.label} {_came(change)}")


def _privileges(change: ObjectChange) -> Iterator[Danger]:
    for found in _fields(change):
        name = next((step for step in reversed(found.path) if isinstance(step, str)), "")
        wanted = _PRIVILEGES.get(name, ABSENT)
        if wanted is not ABSENT and type(found.after) is type(wanted) and found.after == wanted:
            yield Danger("danger", f"privileges: {change.label} sets {name}: {str(found.after).lower()}")
        elif found.plain.endswith("capabilities.add") and found.after is not ABSENT:
            yield Danger("danger", f"privileges: {change.label} adds capabilities {', '.join(_texts(found.after))}")
        elif found.plain.endswith("hostPath.path") and found.after is not ABSENT:
            yield Danger("danger", f"privileges: {change.label} mounts {found.after} of its node")
        elif name == "pod-security.kubernetes.io/enforce":
            old, new = (_shown(value) for value in (found.before, found.after))
            yield Danger("danger", f"pod security of {change.label}: {old} -> {new}")


def _selectors(change: ObjectChange) -> Iterator[Danger]:
    if change.status == "changed" and any(
        found.plain.startswith(("spec.selector", "spec.podSelector")) for found in _fields(change)
    ):
        yield Danger("danger", f"selector of {change.label} changes")


def _exposure(change: ObjectChange) -> Iterator[Danger]:
    if change.kind in _EXPOSING and change.status != "removed":
        old, new = (set(_hosts(manifest)) for manifest in (change.before, change.after))
        for host in sorted(new - old):
            yield Danger("care", f"exposure: {change.label} answers for {host}")
        if change.status == "added" and not new:
            yield Danger("care", f"exposure: {change.label} is added")
    if change.kind == "Service" and change.status != "removed":
        old_type, new_type = (as_map(as_map(side).get("spec")).get("type") for side in (change.before, change.after))
        if new_type in ("LoadBalancer", "NodePort") and new_type != old_type:
            yield Danger("care", f"exposure: {change.label} is of type {new_type}")


def _opened(change: ObjectChange) -> Iterator[Danger]:
    if change.kind == "NetworkPolicy" and change.status == "changed":
        for found in _fields(change):
            opened = found.path[:1] == ("spec",) and found.after is not ABSENT and found.before is ABSENT
            if opened and ("ingress" in found.path or "egress" in found.path):
                yield Danger("care", f"{change.label} allows more")
                return


_RULES: Sequence[Callable[[ObjectChange], Iterator[Danger]]] = (
    _gone,
    _rights,
    _privileges,
    _selectors,
    _exposure,
    _opened,
)


def _fields(change: ObjectChange) -> Iterator[Field]:
    return fields(ABSENT if change.before is None else change.before, ABSENT if change.after is None else change.after)


def _came(change: ObjectChange) -> str:
    return "is added" if change.status == "added" else "changes"


def _shown(value: Json) -> str:
    return "none" if value is ABSENT else str(value)


def _texts(value: Json) -> list[str]:
    """Every text in a value."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def _hosts(manifest: JsonMap | None) -> Iterator[str]:
    spec = as_map(as_map(manifest).get("spec"))
    for rule in spec.get("rules") or []:
        if isinstance(rule, dict) and isinstance(rule.get("host"), str):
            yield rule["host"]
    for name in spec.get("hostnames") or []:
        yield str(name)
    for listener in spec.get("listeners") or []:
        if isinstance(listener, dict) and isinstance(listener.get("hostname"), str):
            yield listener["hostname"]
