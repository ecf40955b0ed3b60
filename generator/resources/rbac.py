"""Role, ClusterRole and their bindings: the `rbac` of a service."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources import service_account
from generator.resources.api_groups import groups_of
from generator.resources.metadata import resource

_GROUP = "rbac.authorization.k8s.io"


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("rbac")
    if not own:
        return
    if own.get("rules"):
        name = own.get("name", plan.stem)
        yield resource(
            plan, "rbac.authorization.k8s.io/v1", "Role", name, {"rules": _rules(own["rules"])}, **_metadata(own)
        )
        yield _in_namespace(plan, own.get("bindingName", name), "Role", name)
    if own.get("clusterRules"):
        name = own.get("clusterName", _unique(plan, plan.stem))
        yield resource(
            plan,
            "rbac.authorization.k8s.io/v1",
            "ClusterRole",
            name,
            {"rules": _rules(own["clusterRules"])},
            **_metadata(own),
        )
        yield _everywhere(plan, own.get("clusterBindingName", name), name)
    for kind, field in (("Role", "roles"), ("ClusterRole", "clusterRoles")):
        for role, item in own.get(field, {}).items():
            yield from _made(plan, kind, role, item)
            if item.get("bound", True):
                yield _in_namespace(plan, item.get("name", f"{plan.stem}-{role}"), kind, role)
    for role, item in own.get("clusterWide", {}).items():
        yield from _made(plan, "ClusterRole", role, item)
        if item.get("bound", True):
            yield _everywhere(plan, item.get("name", _unique(plan, f"{plan.stem}-{role}")), role)


def _made(plan: ServicePlan, kind: str, name: str, item: JsonMap) -> Iterator[Resource]:
    """The role of a binding, where it says what the role may do."""
    if "rules" in item:
        shared = _metadata(plan.spec["rbac"])
        more: JsonMap = {key: {**(shared[key] or {}), **item.get(key, {})} for key in shared}
        yield resource(plan, "rbac.authorization.k8s.io/v1", kind, name, {"rules": _rules(item["rules"])}, **more)


def _unique(plan: ServicePlan, name: str) -> str:
    """What stands in no namespace is shared by all environments of a cluster."""
    return f"{plan.environment.namespace}-{name}"


def _rules(rules: list[JsonMap]) -> list[JsonMap]:
    return [
        {"apiGroups": sorted({group for name in rule["resources"] for group in groups_of(name)}), **rule}
        if "resources" in rule
        else rule
        for rule in rules
    ]


def _metadata(own: JsonMap) -> JsonMap:
    return {name: own.get(name) for name in ("labels", "annotations")}


def _in_namespace(plan: ServicePlan, name: str, kind: str, role: str) -> Resource:
    return resource(
        plan,
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        name,
        _bound(plan, kind, role),
        **_metadata(plan.spec["rbac"]),
    )


def _everywhere(plan: ServicePlan, name: str, role: str) -> Resource:
    body = _bound(plan, "ClusterRole", role)
    return resource(
        plan, "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", name, body, **_metadata(plan.spec["rbac"])
    )


def _bound(plan: ServicePlan, kind: str, role: str) -> JsonMap:
    subjects = plan.spec["rbac"].get("subjects", [])
    account = service_account.name_of(plan)
    if account:
        subjects = [{"kind": "ServiceAccount", "name": account, "namespace": plan.environment.namespace}, *subjects]
    return {"roleRef": {"apiGroup": _GROUP, "kind": kind, "name": role}, "subjects": subjects}
