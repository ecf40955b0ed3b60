"""Requests and limits that contradict one another: those of a container, or of containers and their pod.

https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.quantity import parse
from generator.resources.container import quantities, resources

_READS = ("resources", "size", "sizes")


def check(plan: ServicePlan) -> Iterator[Fault]:
    if not plan.has_pods:
        return
    containers = [(path, quantities_of(plan, own)) for path, own in _containers(plan.spec)]
    for (path, own), (_, written) in zip(containers, _containers(plan.spec), strict=True):
        for fault in _above((*path, "resources"), own):
            yield fault if _says(written, fault.field[-1]) else replace(fault, field=(*path, "size"))
    if "podResources" in plan.spec:
        yield from _pod(quantities(plan.spec["podResources"]), containers)


def quantities_of(plan: ServicePlan, container: JsonMap) -> JsonMap:
    """The requests and limits of a container, where a limit is also what is requested if nothing else is."""
    own = resources(plan, container)
    limits = own.get("limits", {})
    return {"requests": {**limits, **own.get("requests", {})}, "limits": limits}


def _containers(spec: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    yield (), spec
    for group in ("initContainers", "containers"):
        yield from (((group, name), own) for name, own in spec.get(group, {}).items())


def _says(container: JsonMap, name: str | int) -> bool:
    """Whether the container itself says how much of a resource it requests, and not only its size."""
    return name in container.get("resources", {}).get("requests", {}) or "size" not in container


def _above(path: Path, own: JsonMap) -> Iterator[Fault]:
    for name in own.get("requests", {}):
        if _whole(name) and name not in own.get("limits", {}):
            message = f"{name} is requested and has no limit: of it, both are the same"
            yield Fault("request-above-limit", (*path, "requests", name), message, "write it as a limit", reads=_READS)
    for name, limit in own.get("limits", {}).items():
        request = own.get("requests", {}).get(name, limit)
        if _whole(name) and amount(request) != amount(limit):
            message = f"{request} of {name} are requested, and the limit is {limit}: of it, both are the same"
            where = (*path, "limits", name)
            yield Fault("request-above-limit", where, message, "say the limit alone", reads=_READS)
        elif request != limit and amount(request) > amount(limit):
            message = f"{request} of {name} are requested, and the limit is {limit}"
            hint = f"raise the limit: `limits: {{{name}: {request}}}`"
            yield Fault("request-above-limit", (*path, "requests", name), message, hint, reads=_READS)


def _whole(name: str) -> bool:
    """Whether it is a resource that is never shared: a device, or huge pages."""
    return "/" in name or name.startswith("hugepages-")


def _pod(pod: JsonMap, containers: list[tuple[Path, JsonMap]]) -> Iterator[Fault]:
    yield from _above(("podResources",), pod)
    for name, limit in pod.get("limits", {}).items():
        for path, own in containers:
            highest = own["limits"].get(name, limit)
            if amount(highest) > amount(limit):
                message = f"the container may use {highest} of {name}, and the pod as a whole {limit}"
                field = ("podResources", "limits", name)
                hint = f"raise it, or lower the limit of {path[-1] if path else 'the main container'}"
                yield Fault("limit-above-pod", field, message, hint, reads=_READS)
    for name, request in pod.get("requests", {}).items():
        running = sum(amount(own["requests"].get(name, "0")) for path, own in containers if path[:1] != _INIT)
        if running > amount(request):
            field = ("podResources", "requests", name)
            message = f"the pod requests {request} of {name}, and its containers together more"
            yield Fault("pod-request-too-small", field, message, "raise it, or lower theirs", reads=_READS)


_INIT: Path = ("initContainers",)


def amount(text: str) -> Fraction:
    """A quantity as a number."""
    return parse(text) or Fraction(0)
