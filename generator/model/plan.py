"""The types of the plan: what every environment is to get, with everything decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from generator.json_types import JsonMap, Path


def labels_of_pods(labels: JsonMap, own: JsonMap, selector: JsonMap) -> JsonMap:
    """The labels of a workload's pods: those of all resources, its pods' `own`, of which false takes one of the others
    away, and its selector's."""
    return {**{key: text for key, text in {**labels, **own}.items() if text is not False}, **selector}


class Environment(Struct, frozen=True):
    """One environment with what it inherits put in."""

    name: str
    platform: str
    kubernetes: str
    namespace: str
    domain: str
    cluster: str
    own: JsonMap
    """The canonical fields of what it has itself (`language.environment`)."""
    api_versions: list[str] | None
    """The custom resources of its cluster, as `group/version` or `group/version/Kind`; None for all."""
    missing_apis: str
    """What becomes of a resource that the cluster does not have: `error` or `omit`."""
    ingress_namespace: str
    gateway_namespace: str
    monitoring_namespace: str
    secret_store: JsonMap
    """The store of external secrets that name none; empty where there is none."""
    prometheus: str
    manifests: list[JsonMap]
    patches: list[JsonMap]
    variables: JsonMap
    checks: JsonMap = field(default_factory=dict)
    """What manifests are held to (`language.checks`), the platform's among it."""
    production: bool = False
    clusters: JsonMap = field(default_factory=dict)
    """Its clusters by name, each with `server` and `region` where they are said; there is always one."""
    delivery: JsonMap = field(default_factory=dict)
    """How it is delivered (`language.delivery`), the platform's among it; empty where nothing is said of it."""

    def values(self, service: str, spec: JsonMap) -> dict[str, str]:
        """What the placeholders of a service stand for here."""
        values = {
            **self.variables,
            "name": spec.get("name", service),
            "service": service,
            "component": component_of(MAIN, spec),
            "namespace": self.namespace,
            "environment": self.name,
            "platform": self.platform,
        }
        return {**values, "domain": self.domain} if self.domain else values


class Port(Struct, frozen=True):
    """A port of pods. `number` may be the name that a container gives it."""

    name: str
    number: int | str
    protocol: str


def usual_port(ports: JsonMap) -> str | None:
    """The port that is meant where none is named: `http` where there is one, else the first."""
    return "http" if "http" in ports else next(iter(ports), None)


MAIN = "main"
"""The component of the workload that a service's own fields describe."""

NO_PODS = "None"
"""The kind of a service without a workload."""


def workload_specs(spec: JsonMap) -> list[tuple[Path, JsonMap]]:
    """The canonical fields of all workloads of a service, the main one first, each with where it stands in `spec`."""
    further = spec.get("workloads", {}).items()
    return [((), spec), *((("workloads", name), own) for name, own in further)]


def component_of(name: str, spec: JsonMap) -> str:
    """The component label of a workload; `name` is its name under `workloads`, or MAIN."""
    component: str = spec.get("component", name)
    return component


def selector_of(service: str, component: str, spec: JsonMap) -> JsonMap:
    """The labels that select the pods of one workload. They are immutable, so the component is always among them:
    otherwise a second workload would have to change the selector of the first. Of a Job they may be none."""
    default = {"app.kubernetes.io/component": component, "app.kubernetes.io/name": service}
    selector: JsonMap = spec.get("selector", default)
    return selector


class Peer(Struct, frozen=True):
    """The other side of a dependency: which pods, and on which of the ports."""

    service: str
    selector: JsonMap
    ports: tuple[Port, ...]


Ciphertexts = Mapping[str, Mapping[str, str]]
"""By the name of a Secret of an environment and its key, what tells the encrypted value from another one."""


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """One service in one environment. `spec` holds the canonical fields, defaults included, placeholders replaced."""

    service: str
    environment: Environment
    spec: JsonMap
    files: dict[str, str] = field(default_factory=dict)
    """The text of the files that the catalog entry names, by the path it names them with."""
    binaries: dict[str, bytes] = field(default_factory=dict)
    """The content of those that are not UTF-8 text."""
    dependencies: tuple[Peer, ...] = ()
    dependents: tuple[Peer, ...] = ()
    services: JsonMap = field(default_factory=dict)
    """The Services that routes can name beside those of the workload itself: name and ports of each."""
    routed: tuple[JsonMap, ...] = ()
    """What routes of other services lead to in this one: `port`, and `from`, the namespaces of their Gateways."""
    ciphertexts: Ciphertexts = field(default_factory=dict)
    claims: JsonMap = field(default_factory=dict)
    """The claims of other services that this one mounts: by service, the name of each by its volume's."""
    sizes: JsonMap = field(default_factory=dict)
    pod_fields: tuple[str, ...] = ()
    container_fields: tuple[str, ...] = ()
    workload_fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the kind of workload."""
    stem: str = ""
    """The stem of the names of what the service's workloads share; `name` is that of this workload."""
    component: str = ""
    """Which of the service's workloads this is the plan of; empty in the plan of the service as a whole."""
    memory: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What was worked out of this plan and is asked for many times. A copy with other fields starts without."""
    workloads: tuple[ServicePlan, ...] = ()
    """In the plan of the service as a whole: the main workload's plan, and those of the further ones."""

    @property
    def name(self) -> str:
        name: str = self.spec.get("name", self.service)
        return name

    @property
    def secret_name(self) -> str:
        """The name of the service's own Secret."""
        name: str = self.spec.get("secretName", f"{self.stem}-secrets")
        return name

    @property
    def placed_workloads(self) -> list[tuple[Path, ServicePlan]]:
        """The plan of each workload with where its fields stand in those of the service."""
        places = (place for place, _ in workload_specs(self.spec))
        return list(zip(places, self.workloads, strict=True))

    @property
    def selector(self) -> JsonMap:
        return selector_of(self.service, self.component or MAIN, self.spec)

    @property
    def has_pods(self) -> bool:
        return bool(self.spec["kind"] != NO_PODS)


Key = tuple[str, str, str]
"""API group, kind and name: what kustomize and the cluster tell resources of one namespace apart by."""


def key_of(manifest: JsonMap) -> Key:
    group, _, _ = manifest["apiVersion"].rpartition("/")
    return group, manifest["kind"], manifest["metadata"]["name"]


class Resource(Struct, frozen=True):
    """One resource that the cluster is to get. `hashed`: its name carries a hash of its content (a ConfigMap's)."""

    manifest: JsonMap
    hashed: bool = False
    file: str = ""
    """The stem of its file in the tree, where the kind alone would not do."""

    @property
    def key(self) -> Key:
        return key_of(self.manifest)
