"""An environment of the platform file -> the cluster that its manifests are judged for."""

from __future__ import annotations

from pathlib import Path

from generator.checks.subject import Cluster
from generator.json_types import JsonMap
from generator.model.held_to import severities
from generator.model.plan import Environment

_STANDARDS = ("baseline", "restricted")


def cluster_of(environment: Environment, root: Path) -> Cluster:
    weights = severities(environment.checks)
    return Cluster(
        environment.kubernetes,
        root,
        environment.name,
        environment.namespace,
        pod_security=_standard(environment),
        next_kubernetes=environment.checks.get("nextKubernetes") or "",
        settings=_settings(environment),
        severities={rule: weight for rule, weight in weights.items() if weight != "off"},
        off=frozenset(rule for rule, weight in weights.items() if weight == "off"),
    )


def _standard(environment: Environment) -> str:
    """The level that is asked for, with the version that the namespace names."""
    own = environment.own.get("podSecurity") or {}
    level = environment.checks.get("podSecurity") or own.get("enforce", "")
    version = own.get("enforceVersion") or own.get("version") or ""
    return f"{level}{version and f':{version}'}" if level in _STANDARDS else ""


def _settings(environment: Environment) -> JsonMap:
    where = {
        "ingressNamespace": environment.ingress_namespace,
        "monitoringNamespace": environment.monitoring_namespace,
        "production": environment.production,
    }
    return {**where, **environment.checks}
