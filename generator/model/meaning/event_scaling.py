"""Triggers of KEDA that cannot work (https://keda.sh/docs/latest/concepts/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.language.scaling import BY_EVENTS, OF_SCALED_JOB, OF_SCALED_OBJECT
from generator.model.meaning.autoscaled import USAGES, containers
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources.workload import SCALED_KINDS

_NOT_OF_JOBS = ("name", "cpu", "memory", "containers", "metrics", "behavior", *OF_SCALED_OBJECT)


def check(plan: ServicePlan) -> Iterator[Fault]:
    own, kind = plan.spec.get("autoscale", {}), plan.spec["kind"]
    triggers = own.get("triggers")
    if not own and kind != "ScaledJob":
        return
    if kind == "ScaledJob":
        if not triggers:
            hint = "add `autoscale: {max: 10, triggers: {NAME: ...}}`, where a default takes it away in the environment"
            message = "a ScaledJob needs triggers"
            place = "autoscale" if "autoscale" in plan.spec else "kind"
            yield Fault("missing-triggers", (place,), message, hint, reads=("kind", "autoscale"))
        yield from _of_other_kind(own, _NOT_OF_JOBS, "a ScaledJob has no", "remove it")
        if type(own.get("paused")) is int:
            message = "a ScaledJob cannot be held at a number of Jobs"
            yield Fault("field-of-other-kind", ("autoscale", "paused"), message, "write `true`")
    elif kind not in SCALED_KINDS:
        return
    else:
        yield from _of_other_kind(own, OF_SCALED_JOB, f"a {kind} has no", "remove it, or set `kind: ScaledJob`")
    if not triggers:
        for name in (*BY_EVENTS, *OF_SCALED_OBJECT):
            if name in own and name != "triggers" and kind != "ScaledJob":
                message = f"`{name}` is for KEDA, which scales by triggers, and there are none"
                yield Fault("field-without-triggers", ("autoscale", name), message, "add `triggers`, or remove it")
        return
    yield from _triggers(plan, triggers)
    if kind in SCALED_KINDS:
        yield from _numbers(own)
        yield from _advanced(own)
    name = own.get("envSourceContainerName")
    if name and name not in containers(plan):
        hint = did_you_mean(name, containers(plan)) or f"its containers are {', '.join(containers(plan))}"
        reads = ("containers", "initContainers", "name")
        where = ("autoscale", "envSourceContainerName")
        yield Fault("unknown-container", where, f'the pod has no container "{name}"', hint, reads=reads)


def _of_other_kind(own: JsonMap, names: Iterable[str], message: str, hint: str) -> Iterator[Fault]:
    for name in names:
        if name in own:
            yield Fault(
                "field-of-other-kind",
                ("autoscale", name),
                f"{message} `autoscale.{name}`",
                hint,
                own=True,
                reads=("kind",),
            )


def _triggers(plan: ServicePlan, triggers: JsonMap) -> Iterator[Fault]:
    for name, trigger in triggers.items():
        field: Path = ("autoscale", "triggers", name)
        kind, by = trigger.get("type"), trigger.get("metricType")
        if not kind:
            message = f'the trigger "{name}" has no type'
            yield Fault("missing-field", field, message, "add `type:`, such as `rabbitmq`", reads=("autoscale",))
        if kind in USAGES and plan.spec["kind"] == "ScaledJob":
            message = f"a ScaledJob cannot go by {kind}: there are no pods before an event"
            yield Fault("unsuited-trigger", (*field, "type"), message, "go by the events that it works on")
        possible = ("Utilization", "AverageValue") if kind in USAGES else ("AverageValue", "Value")
        if by and by not in possible:
            message = f'a trigger of type {kind} has no metricType "{by}"'
            yield Fault("invalid-metric-type", (*field, "metricType"), message, f"write {' or '.join(possible)}")
        named, known = trigger.get("authentication"), plan.spec.get("triggerAuthentications", {})
        if named and named not in known:
            message = f'there is no "{named}" under `triggerAuthentications`'
            hint = did_you_mean(named, known) or "add it, or name one of the cluster's with `authenticationRef`"
            reads = ("triggerAuthentications",)
            yield Fault("unknown-authentication", (*field, "authentication"), message, hint, reads=reads)


def _numbers(own: JsonMap) -> Iterator[Fault]:
    low, idle, fallback = own.get("min", 1), own.get("idle"), own.get("fallback")
    events = [trigger for trigger in own["triggers"].values() if trigger.get("type") not in USAGES]
    if idle is not None and idle >= low:
        message = f"{idle} idle pods are not fewer than the minimum {low}"
        yield Fault(
            "idle-above-min", ("autoscale", "idle"), message, "raise `min`, or remove `idle`", reads=("autoscale",)
        )
    elif idle:
        message = "the only number of idle pods that KEDA can hold is 0"
        yield Fault("idle-above-zero", ("autoscale", "idle"), message, "write 0, or set `min` alone")
    if not events and 0 in (low, idle):
        field = ("autoscale", "min" if low == 0 else "idle")
        message = "pods that are not there use no cpu or memory, so that nothing would start one again"
        yield Fault("scale-to-zero", field, message, "add a trigger of another type, or write `min: 1`")
    if fallback is not None:
        missing = [name for name in ("failureThreshold", "replicas") if name not in fallback]
        if missing:
            message = f"the fallback has no {missing[0]}"
            yield Fault(
                "missing-field", ("autoscale", "fallback"), message, f"add `{missing[0]}:`", reads=("autoscale",)
            )
        if not events:
            message = "a fallback is for triggers of other types than cpu and memory, and there are none"
            yield Fault(
                "fallback-without-trigger", ("autoscale", "fallback"), message, "remove it", reads=("autoscale",)
            )


def _advanced(own: JsonMap) -> Iterator[Fault]:
    advanced = own.get("advanced", {})
    if "behavior" in own and "behavior" in advanced.get("horizontalPodAutoscalerConfig", {}):
        message = "how fast to scale is said twice, here and under `advanced.horizontalPodAutoscalerConfig`"
        yield Fault("duplicate-behavior", ("autoscale", "behavior"), message, "remove one of them")
    modifiers = advanced.get("scalingModifiers", {})
    if "formula" in modifiers and "target" not in modifiers:
        field = ("autoscale", "advanced", "scalingModifiers")
        yield Fault("missing-field", field, "the formula has no target", 'add `target: "10"`', reads=("autoscale",))
