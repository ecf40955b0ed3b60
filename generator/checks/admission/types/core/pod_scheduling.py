"""PodSpec, what says where a pod runs: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checks.admission import formats, resource_names
from generator.checks.admission.field import IGNORED, Field, Fields, Rule, since, until
from generator.checks.admission.types.core.containers import resource_list
from generator.checks.admission.types.core.scheduling import label_keys
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap, Path

FIELDS: Fields = {
    "nodeSelector": Field(keys=formats.qualified_name, items=formats.label_value),
    "overhead": Field(keys=resource_names.of_container),
    "resourceClaims": until("1.33", IGNORED),
    "workloadRef": IGNORED,
    "schedulingGroup": IGNORED,
}


def overhead(spec: JsonMap) -> Iterator[Wrong]:
    """What the runtime itself takes is counted as a container's limits are."""
    amounts = spec.get("overhead") or {}
    yield from (wrong.below("overhead") for wrong in resource_list.amounts(amounts))
    if resource_list.pages_alone(amounts):
        yield forbidden("huge pages need cpu or memory", "name cpu or memory, too").below("overhead")


RULES: tuple[Rule, ...] = (overhead,)


def _selected(*terms: Callable[[JsonMap], Iterator[tuple[Path, JsonMap]]]) -> Rule:
    """Of a Pod itself, whose own labels a server adds to the selectors of these terms."""

    def rule(pod: JsonMap) -> Iterator[Wrong]:
        labels, spec = (pod.get("metadata") or {}).get("labels") or {}, pod.get("spec") or {}
        for place, term in (found for of in terms for found in of(spec)):
            for wrong in label_keys.of_pod(term, labels):
                yield wrong.below("spec", *place)

    return rule


def _constraints(spec: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    for position, constraint in items(spec, "topologySpreadConstraints"):
        yield ("topologySpreadConstraints", position), constraint


def _affinity_terms(spec: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    affinity = spec.get("affinity") or {}
    for kind in ("podAffinity", "podAntiAffinity"):
        terms = affinity.get(kind) or {}
        required, preferred = (f"{how}DuringSchedulingIgnoredDuringExecution" for how in ("required", "preferred"))
        for position, term in items(terms, required):
            yield ("affinity", kind, required, position), term
        for position, weighted in items(terms, preferred):
            yield ("affinity", kind, preferred, position, "podAffinityTerm"), weighted.get("podAffinityTerm") or {}


OF_POD: tuple[Rule, ...] = (since("1.34", _selected(_affinity_terms, _constraints), before=_selected(_affinity_terms)),)
