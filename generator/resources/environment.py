"""What belongs to an environment itself: its Namespace, quota, limits and the policy that denies by default."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Environment, Resource
from generator.resources.manifests import is_manifest

RESERVED = "_environment"
"""The name under which these resources stand in the tree; no service can have it."""


def emit(environment: Environment) -> Iterator[Resource]:
    level = environment.pod_security
    if environment.create_namespace:
        labels = {"pod-security.kubernetes.io/enforce": level, "pod-security.kubernetes.io/warn": level}
        yield _resource(environment, "v1", "Namespace", environment.namespace, {}, labels)
    if environment.default_deny:
        spec = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        yield _resource(environment, "networking.k8s.io/v1", "NetworkPolicy", "default-deny", {"spec": spec})
    if environment.quota:
        hard = {key: str(value) for key, value in environment.quota.items()}
        yield _resource(environment, "v1", "ResourceQuota", "quota", {"spec": {"hard": hard}})
    if environment.limits:
        yield _resource(environment, "v1", "LimitRange", "limits", {"spec": {"limits": environment.limits}})
    for manifest in environment.manifests:
        if is_manifest(manifest):  # `model.meaning.escapes` says what is wrong with another
            yield Resource(manifest)


def _resource(
    environment: Environment, api_version: str, kind: str, name: str, body: JsonMap, labels: JsonMap | None = None
) -> Resource:
    every = {"app.kubernetes.io/part-of": environment.platform, **(labels or {})}
    return Resource({"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "labels": every}, **body})
