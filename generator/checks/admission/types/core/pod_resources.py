"""A pod's spec -> what is wrong with the resources of the whole, and with what containers take from it.

https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from generator.checks.admission import formats
from generator.checks.admission.field import since
from generator.checks.admission.resource_names import HUGE_PAGES, of_container
from generator.checks.admission.types.core import pod_os
from generator.checks.admission.types.core.containers import resource_list
from generator.checks.admission.types.core.containers.resource_list import amount
from generator.checks.admission.types.core.pod_containers import containers, is_sidecar
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, forbidden, out_of_range, unknown, unsupported
from generator.json_types import JsonMap

Amounts: TypeAlias = dict[str, Fraction]


def of_the_whole(spec: JsonMap) -> Iterator[Wrong]:
    own = spec.get("resources")
    if own is None:
        return
    if pod_os.name_of(spec) == "windows":
        yield forbidden("may not be set for a pod on windows", "give them to its containers").below("resources")
        return
    if own.get("claims") is not None:
        yield forbidden("only containers take claims", "give them to its containers").below("resources", "claims")
    yield from resource_list.named(own, resource_list.of_pod)
    yield from (wrong.below("resources") for wrong in _enough(spec, own))


def _enough(spec: JsonMap, own: JsonMap) -> Iterator[Wrong]:
    """Containers together request no more than their pod, and none may use more alone."""
    requests, limits = own.get("requests") or {}, own.get("limits") or {}
    for name, wanted in (together(spec, "requests") if requests else {}).items():
        if name in requests and wanted > amount(requests[name]):
            expected = f"at least what its containers request ({_shown(wanted)})"
            yield out_of_range(requests[name], expected).below("requests", name)
    for name, wanted in (together(spec, "limits") if limits else {}).items():
        if name.startswith(HUGE_PAGES) and name in limits and wanted > amount(limits[name]):
            expected = f"at least the limits of its containers ({_shown(wanted)})"
            yield out_of_range(limits[name], expected).below("limits", name)
    for _, container in items(spec, "containers") if limits else ():
        for name, value in ((container.get("resources") or {}).get("limits") or {}).items():
            if name in limits and amount(value) > amount(limits[name]):
                expected = f"at least the limit of each container ({value})"
                yield out_of_range(limits[name], expected).below("limits", name)


def _shown(value: Fraction) -> str:
    return str(float(value)) if value.denominator != 1 else str(value.numerator)


def together(spec: JsonMap, field: str) -> Amounts:
    """What all containers ask for at the time at which it is most: while one is being prepared, or when all run."""
    total: Amounts = {}
    for _, container in items(spec, "containers"):
        _add(total, _of(container, field))
    sidecars: Amounts = {}
    peak: Amounts = {}
    for _, container in items(spec, "initContainers"):
        own = _of(container, field)
        if is_sidecar(container):
            _add(total, own)
            _add(sidecars, own)
            at_once = sidecars
        else:
            at_once = dict(own)
            _add(at_once, sidecars)
        for name, value in at_once.items():
            peak[name] = max(value, peak.get(name, value))
    return {name: max(total.get(name, Fraction(0)), peak.get(name, Fraction(0))) for name in {**total, **peak}}


def _of(container: JsonMap, field: str) -> Amounts:
    own = (container.get("resources") or {}).get(field) or {}
    return {name: amount(value) for name, value in own.items()}


def _add(total: Amounts, more: Mapping[str, Fraction]) -> None:
    for name, value in more.items():
        total[name] = total.get(name, Fraction(0)) + value


def claims(spec: JsonMap) -> Iterator[Wrong]:
    """Containers use claims of their pod."""
    known = [claim.get("name") for _, claim in items(spec, "resourceClaims")]
    for place, container in containers(spec):
        for position, claim in items(container.get("resources") or {}, "claims"):
            at = (*place, "resources", "claims", position)
            name = claim.get("name")
            if not name:
                yield Wrong("missing-field", "name must be set", "name one of resourceClaims", (*at, "name"))
            elif name not in known:
                yield unknown(name, "resource claim", filter(None, known)).below(*at, "name")
            if (request := claim.get("request")) and (wrong := formats.dns_label(request)):
                yield wrong.below(*at, "request")


def overhead(spec: JsonMap) -> Iterator[Wrong]:
    """What the pod itself takes counts as the limits of one container do."""
    own = spec.get("overhead") or {}
    for name in own:
        if wrong := of_container(name):
            yield wrong.below("overhead", name)
    yield from (wrong.below("overhead") for wrong in resource_list.amounts(own))
    if resource_list.pages_alone(own):
        yield forbidden("huge pages need cpu or memory", "name cpu or memory, too").below("overhead")


def resizes(spec: JsonMap) -> Iterator[Wrong]:
    """Where nothing is started anew, nothing is for a resize."""
    if spec.get("restartPolicy") == "Never":
        for place, container in containers(spec):
            for position, policy in items(container, "resizePolicy"):
                if policy.get("restartPolicy") == "RestartContainer":
                    at = (*place, "resizePolicy", position, "restartPolicy")
                    yield unsupported("RestartContainer", ("NotRequired",)).below(*at)


RULES = (since("1.34", of_the_whole), since("1.34", claims), overhead, since("1.33", resizes))
