"""What a service wants to be excused from and cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.held_to import faults_of
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan


def check(plan: ServicePlan) -> Iterator[Fault]:
    checks = plan.environment.checks
    expressions = set(checks.get("expressions") or ())
    for rule, place, message, hint in faults_of(plan.spec.get("waivers"), expressions, bool(checks.get("openWaivers"))):
        yield Fault(rule, ("waivers", *place), message, hint)
