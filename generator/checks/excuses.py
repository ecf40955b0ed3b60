"""The waivers of a unit, as the catalog has them -> the unit's findings without what they excuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import convert, to_builtins
from msgspec.structs import replace

from generator.checks.waivers import Waiver, of_catalog, waived
from generator.findings import Finding, Source
from generator.inputs import ENVIRONMENT_UNIT, Inputs
from generator.json_types import JsonMap, get
from generator.model.layers import giver
from generator.rules import RULES


def of_unit(inputs: Inputs, name: str) -> list[JsonMap]:
    """In the form in which they are kept; each with the environments in which it stands."""
    found: dict[Source, Waiver] = {}
    for waiver in _of_environments(inputs) if name == ENVIRONMENT_UNIT else _of_service(inputs, name):
        before = found.get(waiver.source)
        found[waiver.source] = _joined(before, waiver) if before else waiver
    return [to_builtins(waiver) for waiver in found.values()]


def _joined(one: Waiver, other: Waiver) -> Waiver:
    return replace(one, environments=tuple(dict.fromkeys((*one.environments, *other.environments))))


def _of_service(inputs: Inputs, name: str) -> Iterator[Waiver]:
    service = inputs.service(name)
    for environment, spec in service.specs.items():
        items = spec.get("waivers") or []
        sources = [inputs.catalog.source(service, environment, ("waivers", place)) for place in range(len(items))]
        yield from of_catalog(items, sources, (environment,))


def _of_environments(inputs: Inputs) -> Iterator[Waiver]:
    data = inputs.catalog.layers.data
    for name in inputs.catalog.environments:
        path = ("environments", giver(data, name, "waivers"), "waivers")
        try:
            items = get(data, path) or []
        except KeyError:
            continue
        if inputs.catalog.platform:
            sources = [inputs.catalog.platform.source((*path, place)) for place in range(len(items))]
            yield from of_catalog(items, sources, (name,))


_BETWEEN = ("update", "reference")
"""Categories of what is judged of all units together."""


def excused(
    findings: Iterable[Finding], waivers: Iterable[JsonMap], *, between: bool, complete: bool
) -> tuple[list[Finding], int]:
    """What is left, and how many are excused. Whether a waiver is of use is known where the judgement is `complete`.

    Of what lies `between` units other waivers speak than of the unit itself: each is asked once.
    """
    own = [convert(item, Waiver) for item in waivers if _is_between(item["rule"]) == between]
    found = waived(findings, own, date.today())
    about = [item for item in found.own if complete or item.rule != "unused-waiver"]
    return [*found.kept, *about], len(found.excused)


def _is_between(name: str) -> bool:
    rule = RULES.get(name)  # an expression of the platform has a name of its own
    return rule is not None and rule.category in _BETWEEN
