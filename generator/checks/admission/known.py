"""What a cluster has that its admission of Pods looks up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.subject import Cluster, Subject

_BUILT_IN = frozenset({"system-cluster-critical", "system-node-critical"})


@dataclass(frozen=True, slots=True)
class Known:
    """Names of cluster-wide objects. Only a Pod is refused for them: its controller takes any name in a template."""

    priority_classes: frozenset[str] = _BUILT_IN
    runtime_classes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, subjects: Iterable[Subject], cluster: Cluster) -> Known:
        """Those that are built in, that are among the manifests, or that the platform says to be in the cluster."""
        found: dict[str, set[str]] = {"PriorityClass": set(_BUILT_IN), "RuntimeClass": set()}
        for subject in subjects:
            if subject.kind in found:
                found[subject.kind].add(subject.name)
        return cls(*(frozenset(names) for names in found.values()))
