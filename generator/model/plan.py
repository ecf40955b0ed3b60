"""The types of the plan: what every environment is to get, with everything decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.json_types import JsonMap


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment with what it inherits put in."""

    name: str
    platform: str
    kubernetes: str
    namespace: str
    domain: str
    cluster: str
    pod_security: str
    create_namespace: bool
    default_deny: bool
    quota: JsonMap
    limits: list[JsonMap]
    ingress_namespace: str
    monitoring_namespace: str
    manifests: list[JsonMap]


@dataclass(frozen=True, slots=True)
class Port:
    """A port of pods. `number` may be the name that a container gives it."""

    name: str
    number: int | str
    protocol: str


def usual_port(ports: JsonMap) -> str | None:
    """The port that is meant where none is named: `http` where there is one, else the first."""
    return "http" if "http" in ports else next(iter(ports), None)


@dataclass(frozen=True, slots=True)
class Peer:
    """The other side of a dependency: which pods, and on which of the ports."""

    service: str
    selector: JsonMap
    ports: tuple[Port, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A dependency outside of the environment: an address range, or another namespace of the cluster."""

    cidr: str
    namespace: str
    ports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """One service in one environment. `spec` holds the canonical fields, defaults included, placeholders replaced."""

    service: str
    environment: Environment
    spec: JsonMap
    files: dict[str, str] = field(default_factory=dict)
    """The text of the files that the catalog entry names, by the path it names them with."""
    dependencies: tuple[Peer, ...] = ()
    outside: tuple[Outside, ...] = ()
    dependents: tuple[Peer, ...] = ()
    sizes: JsonMap = field(default_factory=dict)
    pod_fields: tuple[str, ...] = ()
    container_fields: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        name: str = self.spec.get("name", self.service)
        return name

    @property
    def selector(self) -> JsonMap:
        return self.spec.get("selector") or {"app.kubernetes.io/name": self.service}


Key = tuple[str, str, str]
"""API group, kind and name: what kustomize and the cluster tell resources of one namespace apart by."""


def key_of(manifest: JsonMap) -> Key:
    group, _, _ = manifest["apiVersion"].rpartition("/")
    return group, manifest["kind"], manifest["metadata"]["name"]


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource that the cluster is to get. `hashed`: its name carries a hash of its content (a ConfigMap's)."""

    manifest: JsonMap
    hashed: bool = False
    file: str = ""
    """The stem of its file in the tree, where the kind alone would not do."""

    @property
    def key(self) -> Key:
        return key_of(self.manifest)
