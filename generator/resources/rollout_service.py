"""Service: those of a Rollout's new pods, beside the ones that the service has anyway."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources import rollout, service


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for name in rollout.further_services(plan):
        yield service.like_main(plan, name)
