"""An environment of the platform file -> the cluster that its manifests are judged for."""

from __future__ import annotations

from pathlib import Path

from generator.checks.subject import Cluster
from generator.model.plan import Environment

_STANDARDS = ("baseline", "restricted")


def cluster_of(environment: Environment, root: Path) -> Cluster:
    level = (environment.own.get("podSecurity") or {}).get("enforce", "")
    return Cluster(
        environment.kubernetes,
        root,
        environment.name,
        environment.namespace,
        pod_security=level if level in _STANDARDS else "",
    )
