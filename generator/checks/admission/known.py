"""What a cluster has that its admission looks up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.admission.addresses import Network, network
from generator.checks.subject import Cluster, Subject

_BUILT_IN = frozenset({"system-cluster-critical", "system-node-critical"})


@dataclass(frozen=True, slots=True)
class Known:
    priority_classes: frozenset[str] = _BUILT_IN
    """Only a Pod is refused for a class that is not there: its controller takes any name in a template."""
    runtime_classes: frozenset[str] = frozenset()
    service_ranges: tuple[Network, ...] = ()
    """From which Services get their addresses; empty where the platform does not say."""

    @classmethod
    def of(cls, subjects: Iterable[Subject], cluster: Cluster) -> Known:
        """Those that are built in, that are among the manifests, or that the platform says to be in the cluster."""
        found: dict[str, set[str]] = {"PriorityClass": set(_BUILT_IN), "RuntimeClass": set()}
        for subject in subjects:
            if subject.kind in found:
                found[subject.kind].add(subject.name)
        ranges = (network(item) for item in cluster.settings.get("serviceCIDRs", ()))
        return cls(*(frozenset(names) for names in found.values()), tuple(item for item in ranges if item))
