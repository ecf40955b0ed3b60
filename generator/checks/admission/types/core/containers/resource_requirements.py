"""ResourceRequirements: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#resources"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import IGNORED, until
from generator.checks.admission.types.core.containers import resource_list
from generator.checks.admission.types.core.containers.resource_list import amount, overcommits
from generator.checks.admission.wrong import Wrong, forbidden, missing, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.ResourceRequirements"

FIELDS = {"claims": until("1.33", IGNORED)}


def amounts(requirements: JsonMap) -> Iterator[Wrong]:
    for field in ("limits", "requests"):
        yield from (wrong.below(field) for wrong in resource_list.amounts(requirements.get(field) or {}))


def within_limits(requirements: JsonMap) -> Iterator[Wrong]:
    limits = requirements.get("limits") or {}
    for name, value in (requirements.get("requests") or {}).items():
        if name not in limits:
            if not overcommits(name):
                hint = f"add a limit of {value}"
                yield missing(name, hint, why="where it is requested").below("limits")
        elif amount(value) > amount(limits[name]):
            yield out_of_range(value, f"at most the limit ({limits[name]})").below("requests", name)
        elif not overcommits(name) and amount(value) != amount(limits[name]):
            yield out_of_range(value, f"the limit ({limits[name]})", "make them equal").below("requests", name)


def pages(requirements: JsonMap) -> Iterator[Wrong]:
    if resource_list.pages_alone(requirements.get("limits") or {}, requirements.get("requests") or {}):
        yield forbidden("huge pages need cpu or memory", "ask for cpu or memory, too")


RULES = (amounts, within_limits, pages)
