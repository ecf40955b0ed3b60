"""A service's plan -> what cannot work although the schema allows it. One concern a file, all in one table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from generator.model.facts import Facts
from generator.model.meaning import characters, dependencies, escapes, ports, scaling, storage, workload
from generator.model.meaning.fault import Fault
from generator.model.plan import Resource, ServicePlan

CHECKS: tuple[Callable[[ServicePlan], Iterator[Fault]], ...] = (
    workload.check,
    ports.check,
    scaling.check,
    storage.check,
    characters.check,
)


def faults(
    plan: ServicePlan, facts: Mapping[str, Facts], known: Collection[str], emitted: list[Resource]
) -> Iterator[Fault]:
    """`emitted` are the service's resources before its patches."""
    for check in CHECKS:
        yield from check(plan)
    yield from dependencies.check(plan, facts, known)
    yield from escapes.check(plan, emitted)
