"""What belongs to an environment itself: its Namespace, quotas, limits, priority classes and the policy that denies by
default."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Environment, Resource
from generator.resources.manifests import is_manifest
from generator.resources.network_policy import DNS

RESERVED = "_environment"
"""The name under which these resources stand in the tree; no service can have it."""


def emit(environment: Environment) -> Iterator[Resource]:
    own = environment.own
    if own.get("createNamespace"):
        yield _resource(
            environment,
            "v1",
            "Namespace",
            environment.namespace,
            {},
            {**_pod_security(own.get("podSecurity", {})), **own.get("namespaceLabels", {})},
            own.get("namespaceAnnotations"),
        )
    deny = own.get("defaultDeny", {})
    if deny.get("enabled"):
        name = deny.get("name", "default-deny")
        yield _resource(environment, "networking.k8s.io/v1", "NetworkPolicy", name, {"spec": _deny(deny)})
    for name, quota in own.get("quotas", {}).items():
        hard = {"hard": {key: str(value) for key, value in quota["hard"].items()}} if "hard" in quota else {}
        yield _resource(environment, "v1", "ResourceQuota", name, {"spec": {**quota, **hard}})
    items = [{"type": kind, **item} for kind, item in own.get("limits", {}).items() if kind != "name"]
    if items:
        name = own["limits"].get("name", "limits")
        yield _resource(environment, "v1", "LimitRange", name, {"spec": {"limits": items}})
    for name, item in own.get("priorityClasses", {}).items():
        body = {key: value for key, value in item.items() if key not in ("labels", "annotations")}
        yield _resource(
            environment,
            "scheduling.k8s.io/v1",
            "PriorityClass",
            name,
            body,
            item.get("labels"),
            item.get("annotations"),
        )
    for manifest in environment.manifests:
        if is_manifest(manifest):  # `model.meaning.escapes` says what is wrong with another
            yield Resource(manifest)


def _pod_security(own: JsonMap) -> JsonMap:
    labels = {}
    for mode in ("enforce", "warn", "audit"):
        if mode in own:
            labels[f"pod-security.kubernetes.io/{mode}"] = own[mode]
            version = own.get(f"{mode}Version", own.get("version"))
            if version:
                labels[f"pod-security.kubernetes.io/{mode}-version"] = version
    return labels


def _deny(own: JsonMap) -> JsonMap:
    types = own.get("policyTypes", ["Ingress", "Egress"])
    spec: JsonMap = {"podSelector": {}, "policyTypes": types}
    return {**spec, "egress": [DNS]} if own.get("dns") and "Egress" in types else spec


def _resource(
    environment: Environment,
    api_version: str,
    kind: str,
    name: str,
    body: JsonMap,
    labels: JsonMap | None = None,
    annotations: JsonMap | None = None,
) -> Resource:
    metadata = {
        "name": name,
        "labels": {**environment.own.get("labels", {}), **(labels or {})},
        "annotations": {**environment.own.get("annotations", {}), **(annotations or {})},
    }
    return Resource({"apiVersion": api_version, "kind": kind, "metadata": metadata, **body})
