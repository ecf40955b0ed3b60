"""A resource, as access rules name it (`deployments/scale`) -> the API groups of Kubernetes that have it."""

from __future__ import annotations

from functools import cache

from generator.schemas.scopes import CLUSTER_SCOPED, NAMESPACED


@cache
def by_resource() -> dict[str, tuple[str, ...]]:
    """The groups of each of Kubernetes' own resources, by its plural name."""
    found: dict[str, set[str]] = {}
    for key in NAMESPACED | CLUSTER_SCOPED:
        group, _, kind = key.rpartition("/")
        found.setdefault(plural(kind), set()).add(group)
    return {name: tuple(sorted(groups)) for name, groups in found.items()}


def plural(kind: str) -> str:
    """The rule by which Kubernetes names the resources of its own kinds
    (https://pkg.go.dev/k8s.io/apimachinery/pkg/api/meta#UnsafeGuessKindToResource)."""
    name = kind.lower()
    if name.endswith("endpoints"):
        return name
    if name.endswith("s"):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def groups_of(resource: str) -> tuple[str, ...]:
    """The groups that have the resource; the part after a slash is one of its subresources."""
    return by_resource().get(resource.partition("/")[0], ())
