"""Autoscalers that contradict themselves, or that have nothing to measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.language.scaling_metrics import TARGETS
from generator.model.meaning.autoscaled import containers, usages
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import manifests
from generator.resources.container import resources
from generator.resources.workload import SCALED_KINDS

_BY = ("cpu", "memory", "containers", "metrics", "triggers")


def check(plan: ServicePlan) -> Iterator[Fault]:
    own = plan.spec.get("autoscale")
    if own is None or plan.spec["kind"] not in (*SCALED_KINDS, "ScaledJob"):
        return
    yield from _bounds(own)
    if plan.spec["kind"] == "ScaledJob":
        return
    if not any(own.get(name) for name in _BY):
        message = "the autoscaler has nothing to go by"
        yield Fault("missing-field", ("autoscale",), message, "add `cpu: 70`", reads=("autoscale",))
    if plan.spec.get("replicas") == 0:
        message = "`replicas: 0` has no effect, for the autoscaler owns the number of pods"
        yield Fault("replicas-of-autoscaler", ("replicas",), message, "add `autoscale: null`", reads=("autoscale",))
    if not own.get("triggers"):
        yield from _zero(own)
    yield from _metrics(own)
    yield from _behavior(own)
    yield from _requests(plan)
    yield from _others(plan)


def _bounds(own: JsonMap) -> Iterator[Fault]:
    low, high = own.get("min", 1), own.get("max")
    if high is None:
        message = "the autoscaler has no maximum"
        yield Fault("missing-field", ("autoscale",), message, "add `max:`", reads=("autoscale",))
    elif low > high:
        message = f"the minimum {low} is above the maximum {high}"
        yield Fault("min-above-max", ("autoscale", "min"), message, "swap them")


def _zero(own: JsonMap) -> Iterator[Fault]:
    """https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/"""
    if own.get("min") != 0:
        return
    metrics = own.get("metrics", {})
    every = metrics.values() if isinstance(metrics, dict) else metrics
    can = any({"object", "external"} & (metric or {}).keys() for metric in every)
    message = "a HorizontalPodAutoscaler goes down to 0 pods only where the cluster has the feature gate HPAScaleToZero"
    if not can:
        message = "a HorizontalPodAutoscaler cannot go down to 0 pods by what pods use"
    hint = "write `min: 1`, or `triggers`, with which KEDA scales"
    yield Fault("scale-to-zero", ("autoscale", "min"), message, hint, "warning" if can else "error")


def _metrics(own: JsonMap) -> Iterator[Fault]:
    """What each metric of the map lacks; the schema of the cluster says it of a list."""
    metrics = own.get("metrics", {})
    for index, listed in enumerate(metrics if isinstance(metrics, list) else ()):
        kind = str((listed or {}).get("type") or "")
        wanted = f"{kind[:1].lower()}{kind[1:]}"
        other = next((one for one in TARGETS if one in (listed or {}) and one != wanted), "")
        if kind and (other or wanted not in listed):
            message = f"a metric of `type: {kind}` is described under `{wanted}`"
            place: Path = ("autoscale", "metrics", index, *([other] if other else []))
            yield Fault("invalid-metric", place, message, f"rename it to `{wanted}`" if other else f"add `{wanted}:`")
    for name, item in metrics.items() if isinstance(metrics, dict) else ():
        field: Path = ("autoscale", "metrics", name)
        about = [one for one in TARGETS if one in item]
        if len(about) != 1:
            message = f'the metric "{name}" is about {" and ".join(about) if about else "nothing"}'
            yield Fault("invalid-metric", field, message, f"write one of {', '.join(TARGETS)}", reads=("autoscale",))
            continue
        source, allowed = item[about[0]], TARGETS[about[0]]
        target = source.get("target", {})
        missing = [key for key in _NEEDED.get(about[0], ()) if not _has(source, key)]
        if missing:
            hint = f"add `{missing[0].rpartition('.')[2]}:`"
            yield Fault("invalid-metric", (*field, about[0]), f"the metric has no `{missing[0]}`", hint)
        elif len(target) != 1 or not target.keys() <= set(allowed):
            message = f"a metric of `{about[0]}` has {' or '.join(allowed)} as its target, and only one"
            yield Fault("invalid-metric", (*field, about[0]), message, f"add `{allowed[0]}:`" if not target else "")


_NEEDED = {
    "resource": ("name",),
    "containerResource": ("container", "name"),
    "object": ("describedObject.kind", "describedObject.name"),
}


def _has(source: JsonMap, key: str) -> bool:
    outer, _, inner = key.rpartition(".")
    return bool((source.get(outer, {}) if outer else source).get(inner))


_LONGEST_WINDOW = 3600
_LONGEST_PERIOD = 1800
"""Seconds, from the API's reference of HPAScalingRules and HPAScalingPolicy."""


def _behavior(own: JsonMap) -> Iterator[Fault]:
    for direction, rules in own.get("behavior", {}).items():
        field: Path = ("autoscale", "behavior", direction)
        window = rules.get("stabilizationWindowSeconds", 0)
        if not 0 <= window <= _LONGEST_WINDOW:
            message = f"the window of {window} seconds is longer than {_LONGEST_WINDOW}"
            yield Fault("invalid-behavior", (*field, "stabilizationWindowSeconds"), message, "write a shorter one")
        for index, policy in enumerate(rules.get("policies", [])):
            period, value = ((policy or {}).get(key) or 0 for key in ("periodSeconds", "value"))
            if not 0 < period <= _LONGEST_PERIOD or value <= 0:
                message = f"a policy is of a value above 0 in 1 to {_LONGEST_PERIOD} seconds"
                yield Fault(
                    "invalid-behavior", (*field, "policies", index), message, "write `value` and `periodSeconds`"
                )


def _requests(plan: ServicePlan) -> Iterator[Fault]:
    running = containers(plan)
    main = next(iter(running))
    for usage in usages(plan):
        if usage.container and usage.container not in running:
            message = f'the pod has no container "{usage.container}"'
            hint = did_you_mean(usage.container, running) or f"its containers are {', '.join(running)}"
            yield Fault("unknown-container", usage.field, message, hint, reads=("containers", "initContainers", "name"))
        if not usage.relative:
            continue
        lacking = [name for name, spec in usage.of(running).items() if not _requests_some(plan, spec, usage.name)]
        if lacking:
            alone = lacking == [main] and len(running) == 1
            who = "the container" if alone else f"the container {', '.join(map(_quoted, lacking))}"
            message = f"the autoscaler goes by {usage.name}, of which {who} requests nothing"
            where = "" if lacking[0] == main else f"containers.{lacking[0]}."
            if lacking[0] in plan.spec.get("initContainers", {}):
                where = f"initContainers.{lacking[0]}."
            hint = f"set `{where}resources.requests.{usage.name}` or `{where}size`"
            reads = ("resources", "size", "sizes", "containers", "initContainers")
            yield Fault("autoscale-without-request", usage.field, message, hint, reads=reads)


def _requests_some(plan: ServicePlan, spec: JsonMap, name: str) -> bool:
    """Whether a container requests it; the cluster takes a limit for the request where there is no other."""
    given = resources(plan, spec)
    return name in given.get("requests", {}) or name in given.get("limits", {})


def _quoted(name: str) -> str:
    return f'"{name}"'


def _others(plan: ServicePlan) -> Iterator[Fault]:
    """Further autoscalers of the same workload."""
    own, kind = plan.spec["autoscale"], plan.spec["kind"]
    if own.get("triggers") and own.get("metrics"):
        message = "with triggers, KEDA makes the HorizontalPodAutoscaler, and nobody reads the metrics"
        yield Fault("two-autoscalers", ("autoscale", "metrics"), message, "write them as `triggers`")
    for name, item in plan.spec.get("manifests", {}).items():
        for other in manifests.emit(replace(plan, spec={"manifests": {name: item}})):
            spec = other.manifest.get("spec")
            target = spec.get("scaleTargetRef") if isinstance(spec, dict) else None
            named = (target.get("kind", kind), target.get("name")) if isinstance(target, dict) else None
            if named == (kind, plan.name):
                message = f"the {other.key[1]} scales {plan.name}, which `autoscale` does already"
                yield Fault("two-autoscalers", ("manifests", name), message, "keep one of them")
