"""What a cluster has that its admission looks up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.checks.admission.addresses import Network, network
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap


@dataclass(frozen=True, slots=True)
class PriorityClass:
    value: int | None = 0
    """None of a class of which only the name is known."""
    preemption: str | None = "PreemptLowerPriority"


_BY_NAME = PriorityClass(None, None)
_BUILT_IN: Mapping[str, PriorityClass] = MappingProxyType(
    {
        "system-cluster-critical": PriorityClass(2_000_000_000),
        "system-node-critical": PriorityClass(2_000_001_000),
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """Of classes only a Pod is refused for one that is not there: its controller takes any name in a template."""

    priority_classes: Mapping[str, PriorityClass] = field(default_factory=lambda: _BUILT_IN)
    default_priority: PriorityClass = PriorityClass()
    """That of a pod which names no class."""
    runtime_classes: Mapping[str, JsonMap] = field(default_factory=dict)
    """By name, as their manifests say; empty of one of which only the name is known."""
    service_ranges: tuple[Network, ...] = ()
    """From which Services get their addresses; empty where the platform does not say."""

    @classmethod
    def of(cls, subjects: Iterable[Subject], cluster: Cluster) -> Known:
        """What is built in, what is among the manifests or was before, and what the platform says to be there."""
        priorities = {**_BUILT_IN, **dict.fromkeys(_told(cluster, "PriorityClass", "priorityClasses"), _BY_NAME)}
        runtimes: dict[str, JsonMap] = {name: {} for name in _told(cluster, "RuntimeClass", "runtimeClasses")}
        default = PriorityClass()
        for subject in (*(cluster.before or ()), *subjects):
            if subject.kind == "PriorityClass":
                priorities[subject.name] = own = _priority(subject.manifest)
                default = own if subject.manifest.get("globalDefault") is True else default
            elif subject.kind == "RuntimeClass":
                runtimes[subject.name] = subject.manifest
        ranges = (network(item) for item in cluster.settings.get("serviceCIDRs", ()))
        return cls(priorities, default, runtimes, tuple(item for item in ranges if item))


def _told(cluster: Cluster, kind: str, setting: str) -> Iterator[str]:
    """The names that the platform gives to classes of the cluster, under their own word or under `elsewhere`."""
    yield from cluster.settings.get(setting) or ()
    for item in cluster.settings.get("elsewhere") or ():
        if str(item.get("kind")).partition(".")[0] == kind:
            names = item.get("name") or ()
            yield from [names] if isinstance(names, str) else names


def _priority(manifest: JsonMap) -> PriorityClass:
    value, policy = manifest.get("value") or 0, manifest.get("preemptionPolicy") or "PreemptLowerPriority"
    return PriorityClass(value if isinstance(value, int) else None, policy if isinstance(policy, str) else None)
