"""What is in a cluster although no manifest says so: what is built in, and what the platform declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from generator.json_types import Json
from generator.resources.references.maps import maps

_SYSTEM = ("default", "kube-system", "kube-public", "kube-node-lease")
_BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "ConfigMap": ("kube-root-ca.crt",),
    "Namespace": _SYSTEM,
    "Service": (),
    "ServiceAccount": ("default",),
    "rbac.authorization.k8s.io/ClusterRole": ("admin", "cluster-admin", "edit", "view", "system:*"),
    "rbac.authorization.k8s.io/Role": ("system:*",),
    "scheduling.k8s.io/PriorityClass": ("system-cluster-critical", "system-node-critical"),
}
"""https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings and the other pages."""


class Declared(Struct, frozen=True):
    """An entry of `checks.elsewhere`: patterns of names; `keys` None for whatever is asked of it."""

    namespace: str
    names: tuple[str, ...]
    keys: tuple[str, ...] | None


class Elsewhere(Struct, frozen=True):
    """By kind, without its group; `*` for any."""

    by_kind: Mapping[str, tuple[Declared, ...]]

    @classmethod
    def of(cls, entries: Json) -> Elsewhere:
        """From the settings: `kind`, `name` (one or several patterns), and perhaps `namespace` and `keys`."""
        found: dict[str, tuple[Declared, ...]] = {}
        for _, entry in maps(entries):
            kind = str(entry.get("kind", "")).rpartition("/")[2]
            names, keys = _listed(entry.get("name", "*")), entry.get("keys")
            declared = Declared(str(entry.get("namespace") or "*"), names, None if keys is None else _listed(keys))
            found[kind] = (*found.get(kind, ()), declared)
        return cls(found)

    def knows(self, kind: str) -> bool:
        """Whether anything of the kind is declared, so that what is not can be told to be absent."""
        return bool(self._of(kind))

    def _of(self, kind: str) -> tuple[Declared, ...]:
        return (*self.by_kind.get(_short(kind), ()), *self.by_kind.get("*", ()))

    def names(self, kind: str) -> Iterable[str]:
        """Those that are no patterns, to be suggested."""
        declared = self._of(kind)
        return [name for item in declared for name in item.names if not set(name) & set("*?[")]

    def has(self, kind: str, namespace: str, name: str) -> bool:
        return any(fnmatchcase(name, known) for known in _BUILT_IN.get(kind, ())) or bool(
            self._matching(kind, namespace, name)
        )

    def keys(self, kind: str, namespace: str, name: str) -> Iterable[str] | None:
        """The keys of one that is declared; None where they are not."""
        found = [item.keys for item in self._matching(kind, namespace, name)]
        return None if not found or None in found else [key for keys in found for key in keys or ()]

    def _matching(self, kind: str, namespace: str, name: str) -> list[Declared]:
        return [
            item
            for item in self._of(kind)
            if fnmatchcase(namespace, item.namespace) and any(fnmatchcase(name, known) for known in item.names)
        ]


def _short(kind: str) -> str:
    return kind.rpartition("/")[2]


def _listed(value: Json) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
