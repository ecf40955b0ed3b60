"""Strategies of Argo Rollouts that it refuses, or in which something is missing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import service
from generator.resources.rollout import ANALYSES, has_ingress

_NEED_ROUTING = ("dynamicStableScale", "scaleDownDelaySeconds")
_STEPS_OF_ROUTING = ("setCanaryScale", "setHeaderRoute", "setMirrorRoute")
_ACTIONS = ("analysis", "experiment", "pause", "plugin", "setWeight", *_STEPS_OF_ROUTING)


def check(plan: ServicePlan) -> Iterator[Fault]:
    yield from _analyses(plan)
    own = plan.spec.get("strategy", {})
    if plan.spec["kind"] != "Rollout" or not own:
        return
    if "canary" in own and "blueGreen" in own:
        message = "a Rollout is canary or blueGreen, not both"
        yield Fault("contradicting-strategies", ("strategy", "canary"), message, "remove one of them")
    elif "blueGreen" in own:
        if not service.exists(plan):
            yield _no_service(("strategy", "blueGreen"), "blue-green switches a Service from old pods to new ones")
    elif "canary" in own:
        yield from _canary(plan, own["canary"])
    for field, reference in _references(own):
        yield from _unknown(plan, field, reference)


def _no_service(field: Path, why: str) -> Fault:
    return Fault(
        "rollout-without-service", field, f"{why}, and there is none", "add `port:`", reads=("ports", "service")
    )


def _canary(plan: ServicePlan, own: JsonMap) -> Iterator[Fault]:
    field: Path = ("strategy", "canary")
    routing = own.get("trafficRouting")
    if routing is not None:
        if not service.exists(plan):
            yield _no_service((*field, "trafficRouting"), "requests are sent to old or new pods by a Service each")
        for name, named in (("nginx", ("stableIngress", "stableIngresses")), ("alb", ("ingress", "ingresses"))):
            if name in routing and not has_ingress(plan) and not any(key in routing[name] for key in named):
                message = f"{name} sends requests by an Ingress, and the service has none"
                where = (*field, "trafficRouting", name)
                yield Fault("rollout-without-ingress", where, message, "add `expose:`", reads=("expose", "ingress"))
    else:
        for name in _NEED_ROUTING:
            if name in own:
                yield _needs_routing((*field, name), f"`{name}`")
    for index, step in enumerate(own.get("steps", [])):
        given = [name for name in _ACTIONS if name in step]
        where = (*field, "steps", index)
        if len(given) != 1:
            message = "a step does one thing" + (f", not {' and '.join(given)}" if given else "")
            yield Fault("invalid-step", where, message, f"write one of {', '.join(_ACTIONS)}")
        elif given[0] in _STEPS_OF_ROUTING and routing is None:
            yield _needs_routing(where, f"a step with `{given[0]}`")


def _needs_routing(field: Path, what: str) -> Fault:
    message = f"{what} works only where requests are routed by weight"
    return Fault("rollout-without-routing", field, message, "add `trafficRouting: nginx`, or another router")


def _references(own: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    """Where the strategy refers to analyses: those that must end before it goes on have a field that says so."""
    for strategy, names in ANALYSES.items():
        for name in names:
            if isinstance(own.get(strategy, {}).get(name), dict):
                yield ("strategy", strategy, name), own[strategy][name]
    for index, step in enumerate(own.get("canary", {}).get("steps", [])):
        if isinstance(step.get("analysis"), dict):
            yield ("strategy", "canary", "steps", index, "analysis"), step["analysis"]


_BACKGROUND: Path = ("strategy", "canary", "analysis")
"""The analysis that goes on beside the steps, and ends with them; all others must end by themselves."""


def _unknown(plan: ServicePlan, field: Path, reference: JsonMap) -> Iterator[Fault]:
    known = plan.spec.get("analysis", {})
    for index, template in enumerate(reference.get("templates", [])):
        name = template if isinstance(template, str) else template.get("templateName")
        if isinstance(template, str) and name not in known:
            hint = (
                did_you_mean(name, known) or "add it under `analysis`, or name a template of others as `templateName`"
            )
            message = f'the service has no analysis "{name}"'
            yield Fault("unknown-analysis", (*field, "templates", index), message, hint, reads=("analysis",))
        elif name in known and field != _BACKGROUND:
            for metric, item in known[name].get("metrics", {}).items():
                if "interval" in item and "count" not in item:
                    message = f'the analysis "{name}" never ends: "{metric}" is measured again and again'
                    hint = "give it a `count`, or refer to it from `canary.analysis`, beside the steps"
                    yield Fault("endless-analysis", (*field, "templates", index), message, hint, reads=("analysis",))


def _analyses(plan: ServicePlan) -> Iterator[Fault]:
    for name, own in plan.spec.get("analysis", {}).items():
        if "metrics" not in own and "templates" not in own:
            message = f'the analysis "{name}" measures nothing'
            yield Fault(
                "missing-field", ("analysis", name), message, "add `query:`, or `metrics:`", reads=("analysis",)
            )
        for metric, item in own.get("metrics", {}).items():
            if not item.get("provider"):
                message = f'the metric "{metric}" does not say what is measured'
                field = ("analysis", name, "metrics", metric)
                yield Fault("missing-field", field, message, "add `query:`, or a `provider:`", reads=("analysis",))
