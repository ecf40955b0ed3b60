"""A service's plan -> what cannot work although the schema allows it. One concern a file, all in one table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from msgspec.structs import replace

from generator.json_types import Path
from generator.language import OF_SERVICE_ONLY
from generator.model.meaning import (
    alerts,
    amounts,
    characters,
    claims,
    config,
    containers,
    dashboards,
    dependencies,
    disruption,
    escapes,
    event_scaling,
    exposure,
    external_secrets,
    gateway,
    image_updates,
    jobs,
    metrics,
    names,
    network_policies,
    placement,
    pod_security,
    ports,
    rbac,
    rollout,
    scale_targets,
    scaling,
    secrets,
    services,
    storage,
    versions,
    vertical_scaling,
    waivers,
    workload,
    workloads,
)
from generator.model.meaning.fault import Fault
from generator.model.neighbours import Facts
from generator.model.plan import Resource, ServicePlan

CHECKS: tuple[Callable[[ServicePlan], Iterator[Fault]], ...] = (
    workload.check,
    names.check,
    rollout.check,
    jobs.check,
    containers.check,
    image_updates.check,
    amounts.check,
    placement.check,
    pod_security.check,
    versions.check,
    ports.check,
    services.check,
    exposure.check,
    metrics.check,
    alerts.check,
    scaling.check,
    event_scaling.check,
    vertical_scaling.check,
    disruption.check,
    storage.check,
    claims.check_modes,
    secrets.check_volumes,
    config.check,
    characters.check,
)


def faults(
    plan: ServicePlan, facts: Mapping[str, Facts], known: Collection[str], emit: Callable[[ServicePlan], list[Resource]]
) -> Iterator[Fault]:
    """`emit` gives the service's resources before its patches."""
    found = [fault for check in CHECKS for fault in check(plan.workloads[0])]
    for place, further in plan.placed_workloads[1:]:
        found += _of_workload(further, place)
    found += workloads.check(plan)
    found += waivers.check(plan)
    found += rbac.check(plan)
    found += dashboards.check(plan)
    found += external_secrets.check(plan)
    found += secrets.check(plan)
    found += dependencies.check(plan, facts, known)
    found += network_policies.check(plan)
    found += gateway.check(plan, facts, known)
    found += claims.check(plan, facts, known)
    found += escapes.check_manifests(plan)
    found += scale_targets.check(plan)
    yield from found
    if not plan.spec.get("patches"):
        return  # the resources are of no interest here, and cost as much as all the checks
    try:
        emitted = emit(plan)
    except (AttributeError, KeyError, TypeError, ValueError):
        if not any(fault.severity == "error" for fault in found):
            raise
        return  # what is missing has been said, and no resource can do without it
    yield from escapes.check_patches(plan.spec["patches"], emitted)


def _of_workload(plan: ServicePlan, path: Path) -> Iterator[Fault]:
    """The faults of a further workload at its own fields; those of the service's have been found."""
    for check in CHECKS:
        for fault in check(plan):
            if fault.field[0] not in OF_SERVICE_ONLY:
                yield replace(fault, field=(*path, *fault.field))
