"""Plan -> Resource: one Kubernetes kind a file, each a module with `emit(plan)`, all in one table.

`of_service` is the whole stage: the emitters, the service's own patches, then what every resource gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from msgspec.structs import replace

from generator.json_types import Json, without_nulls
from generator.model.plan import Environment, Resource, ServicePlan
from generator.resources import (
    analysis_template,
    autoscaler,
    certificate,
    claim,
    config_map,
    cron_job,
    daemon_set,
    dashboard,
    deployment,
    disruption_budget,
    environment,
    external_secret,
    grpc_route,
    http_route,
    ingress,
    job,
    manifests,
    network_policy,
    patches,
    pod_monitor,
    prometheus_rule,
    rbac,
    rollout,
    rollout_service,
    scaled_job,
    scaled_object,
    scrape_config,
    secret_references,
    service,
    service_account,
    service_monitor,
    stateful_set,
    trigger_authentication,
    vertical_autoscaler,
)

Scope = Callable[[str, str], bool | None]
"""API version and kind -> whether objects of that kind live in a namespace; None where nobody said."""


class Emitter(Protocol):
    """What a module of this folder is."""

    def emit(self, plan: ServicePlan) -> Iterator[Resource]: ...


EMITTERS: tuple[Emitter, ...] = (
    claim,
    deployment,
    rollout,
    stateful_set,
    daemon_set,
    job,
    cron_job,
    scaled_job,
    service,
    rollout_service,
    ingress,
    http_route,
    grpc_route,
    certificate,
    autoscaler,
    scaled_object,
    vertical_autoscaler,
    disruption_budget,
    service_monitor,
    pod_monitor,
    scrape_config,
    prometheus_rule,
)
"""What each workload of a service has; they get the plan of one workload."""

SERVICE_EMITTERS: tuple[Emitter, ...] = (
    service_account,
    rbac,
    config_map,
    external_secret,
    dashboard,
    analysis_template,
    network_policy,
    trigger_authentication,
    manifests,
)
"""What a service has once; they get its plan as a whole."""

NO_SUBSTITUTION = {"kustomize.toolkit.fluxcd.io/substitute": "disabled"}


def emitted(plan: ServicePlan) -> list[Resource]:
    """The resources of a service before its own patches."""
    return [
        *(resource for workload in plan.workloads for emitter in EMITTERS for resource in emitter.emit(workload)),
        *(resource for emitter in SERVICE_EMITTERS for resource in emitter.emit(plan)),
    ]


def of_service(plan: ServicePlan, scope: Scope) -> list[Resource]:
    """Every resource of a service in an environment. Raises patches.PatchFailed."""
    resources = _finished(patches.applied(plan.spec.get("patches", ()), emitted(plan)), plan.environment, scope)
    return [_rolling(resource, plan) for resource in resources] if plan.ciphertexts else resources


def _rolling(resource: Resource, plan: ServicePlan) -> Resource:
    """The resource, with the mark by which its pods are replaced when a Secret that they use changes."""
    if resource.manifest["kind"] not in secret_references.ROLLING:
        return resource
    used = secret_references.references(resource.manifest)
    return replace(resource, manifest=secret_references.marked(resource.manifest, used, plan.ciphertexts))


def of_environment(plan: Environment, scope: Scope) -> list[Resource]:
    """Every resource that belongs to the environment itself."""
    return _finished(patches.applied(plan.patches, list(environment.emit(plan))), plan, scope)


def _finished(resources: Iterable[Resource], plan: Environment, scope: Scope) -> list[Resource]:
    finished = []
    for resource in resources:
        manifest, text = resource.manifest, repr(resource.manifest)  # which is searched faster than the values
        if "None" in text:
            manifest = without_nulls(manifest)
        # An empty map means nothing there, and kustomize leaves it out.
        metadata = {key: value for key, value in manifest["metadata"].items() if value or key not in _MAPS}
        if scope(manifest["apiVersion"], manifest["kind"]) is not False:
            metadata.setdefault("namespace", plan.namespace)
        if "${" in text and _has_variable(manifest) and isinstance(metadata.get("annotations", {}), dict):
            metadata["annotations"] = {**metadata.get("annotations", {}), **NO_SUBSTITUTION}
        finished.append(Resource({**manifest, "metadata": metadata}, resource.hashed, resource.file))
    return finished


_MAPS = ("labels", "annotations")


def _has_variable(value: Json) -> bool:
    """Whether a string holds `${`, which Flux would take for a variable of its post-build substitution."""
    if isinstance(value, str):
        return "${" in value
    if isinstance(value, dict):
        return any(_has_variable(item) for item in value.values())
    return isinstance(value, list) and any(_has_variable(item) for item in value)
