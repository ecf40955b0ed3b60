"""What a cluster has that its admission looks up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

from msgspec import Struct, field

from generator.checks.admission.addresses import Network, network
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap, as_map


class PriorityClass(Struct, frozen=True):
    value: int | None = 0
    """None of a class of which only the name is known."""
    preemption: str | None = "PreemptLowerPriority"


KINDS = frozenset({"Namespace", "PriorityClass", "RuntimeClass"})
"""Those of whose manifests something is known."""

HELD_AGAINST = KINDS | {"CustomResourceDefinition"}
"""Those that manifests of other kinds are held against."""

_BY_NAME = PriorityClass(None, None)
_BUILT_IN: Mapping[str, PriorityClass] = MappingProxyType(
    {
        "system-cluster-critical": PriorityClass(2_000_000_000),
        "system-node-critical": PriorityClass(2_000_001_000),
    }
)


class Known(Struct, frozen=True):
    """Of classes only a Pod is refused for one that is not there: its controller takes any name in a template."""

    priority_classes: Mapping[str, PriorityClass] = field(default_factory=lambda: _BUILT_IN)
    default_priority: PriorityClass = PriorityClass()
    """That of a pod which names no class."""
    runtime_classes: Mapping[str, JsonMap] = field(default_factory=dict)
    """By name, as their manifests say; empty of one of which only the name is known."""
    elsewhere: frozenset[tuple[str, str]] = frozenset()
    """Kinds, and patterns of names, of what the platform says to be in the cluster although it is not here."""
    namespaces: Mapping[str, JsonMap] = field(default_factory=dict)
    """By name, the labels of those whose manifests there are."""
    service_ranges: tuple[Network, ...] = ()
    """From which Services get their addresses; empty where the platform does not say."""

    @classmethod
    def of(cls, subjects: Iterable[Subject], cluster: Cluster) -> Known:
        """What is built in, what is among the manifests or was before, and what the platform says to be there."""
        priorities = {**_BUILT_IN, **dict.fromkeys(cluster.settings.get("priorityClasses") or (), _BY_NAME)}
        runtimes: dict[str, JsonMap] = {name: {} for name in cluster.settings.get("runtimeClasses") or ()}
        default, namespaces = PriorityClass(), {}
        for subject in (*(cluster.before or ()), *(subjects if cluster.classes is None else cluster.classes)):
            if subject.kind not in KINDS:
                continue
            if subject.kind == "PriorityClass":
                priorities[subject.name] = own = _priority(subject.manifest)
                default = own if subject.manifest.get("globalDefault") is True else default
            elif subject.kind == "RuntimeClass":
                runtimes[subject.name] = subject.manifest
            elif subject.kind == "Namespace" and subject.api_version == "v1":
                namespaces[subject.name] = as_map(as_map(subject.manifest.get("metadata")).get("labels"))
        ranges = (network(item) for item in cluster.settings.get("serviceCIDRs", ()))
        elsewhere = frozenset(_elsewhere(cluster.settings.get("elsewhere") or ()))
        return cls(priorities, default, runtimes, elsewhere, namespaces, tuple(item for item in ranges if item))

    def is_elsewhere(self, kind: str, name: str) -> bool:
        return any(own == kind and fnmatchcase(name, pattern) for own, pattern in self.elsewhere)


def _elsewhere(entries: Iterable[JsonMap]) -> Iterator[tuple[str, str]]:
    """A kind is written with its group or without (`scheduling.k8s.io/PriorityClass`)."""
    for entry in entries:
        kind, names = str(entry.get("kind", "")).rpartition("/")[2], entry.get("name", "*")
        for name in [names] if isinstance(names, str) else names:
            yield kind, str(name)


def _priority(manifest: JsonMap) -> PriorityClass:
    value, policy = manifest.get("value") or 0, manifest.get("preemptionPolicy") or "PreemptLowerPriority"
    return PriorityClass(value if isinstance(value, int) else None, policy if isinstance(policy, str) else None)
