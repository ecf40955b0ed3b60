"""Rollout (Argo Rollouts): a Deployment that replaces its pods step by step, or all at once beside the old ones."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.model.plan import Resource, ServicePlan, usual_port
from generator.resources import analysis_template, exposure, service
from generator.resources.workload import replicas, workload

ANALYSES = {"canary": ("analysis",), "blueGreen": ("prePromotionAnalysis", "postPromotionAnalysis")}
"""The fields of each strategy that refer to analyses."""


def emit(plan: ServicePlan) -> Iterator[Resource]:
    spec = plan.spec
    if spec["kind"] == "Rollout":
        fields = ("minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit")
        same = {field: spec.get(field) for field in fields}
        yield workload(
            plan,
            "Rollout",
            {"replicas": replicas(plan), "strategy": strategy(plan), "analysis": spec.get("analysisHistory"), **same},
        )


def strategy(plan: ServicePlan) -> JsonMap:
    own = plan.spec.get("strategy", {})
    if "blueGreen" in own:
        services = {"activeService": service.name_of(plan), "previewService": f"{plan.name}-preview"}
        return {"blueGreen": {**services, **_with_analyses(plan, own["blueGreen"], ANALYSES["blueGreen"])}}
    canary = {**own.get("rollingUpdate", {}), **_with_analyses(plan, own.get("canary", {}), ANALYSES["canary"])}
    if "steps" in canary:
        canary["steps"] = [_with_analyses(plan, step, ("analysis",)) for step in canary["steps"]]
    if "trafficRouting" in canary:
        canary["trafficRouting"] = _routing(plan, canary["trafficRouting"])
        if by_services(canary):
            canary = {"stableService": service.name_of(plan), "canaryService": f"{plan.name}-canary", **canary}
    return {"canary": canary}


def by_services(canary: JsonMap) -> bool:
    """Whether requests are told apart by two Services, `stableService` and `canaryService`."""
    subsets = canary["trafficRouting"].get("istio", {}).get("destinationRule")
    return not (subsets or canary.get("pingPong"))


def further_services(plan: ServicePlan) -> list[str]:
    """The Services that the Rollout needs beside those that the service has anyway."""
    if plan.spec["kind"] != "Rollout":
        return []
    ((_, own),) = strategy(plan).items()
    roles = ("activeService", "previewService", "stableService", "canaryService")
    wanted = [own.get(role) for role in roles] + list(own.get("pingPong", {}).values())
    there = {front.name for front in service.fronts(plan)}
    return [name for name in dict.fromkeys(wanted) if name and name not in there]


def _routing(plan: ServicePlan, routing: JsonMap) -> JsonMap:
    """`trafficRouting` with what follows from the service's own Ingress put in."""
    if not any(name in routing for name in ("nginx", "alb")):
        return routing
    full = dict(routing)
    ingress = plan.spec.get("ingress", {}).get("name", plan.name) if has_ingress(plan) else None
    if "nginx" in full and ingress and "stableIngresses" not in full["nginx"]:
        full["nginx"] = {"stableIngress": ingress, **full["nginx"]}
    if "alb" in full:
        ports = service.ports_of(plan)
        usual = {"servicePort": ports.get(usual_port(ports) or "")}
        if ingress and "ingresses" not in full["alb"]:
            usual["ingress"] = ingress
        full["alb"] = {**{name: value for name, value in usual.items() if value}, **full["alb"]}
    return full


def has_ingress(plan: ServicePlan) -> bool:
    return any(True for _ in exposure.hosts(plan, exposure.INGRESS)) or exposure.default_backend(plan) is not None


def _with_analyses(plan: ServicePlan, own: JsonMap, names: tuple[str, ...]) -> JsonMap:
    return {**own, **{name: _analysis(plan, own[name]) for name in names if isinstance(own.get(name), dict)}}


def _analysis(plan: ServicePlan, own: JsonMap) -> JsonMap:
    full = dict(own)
    if "templates" in own:
        full["templates"] = [_template(plan, item) for item in own["templates"]]
    if "args" in own:
        full["args"] = [{"name": name, **arg} for name, arg in own["args"].items()]
    return full


def _template(plan: ServicePlan, item: Json) -> JsonMap:
    """A reference to a template. A name alone, or that of one of the service's analyses, is the service's own."""
    named = {"templateName": item} if isinstance(item, str) else item
    name = named.get("templateName", "")
    if name in plan.spec.get("analysis", {}) and not named.get("clusterScope"):
        return {**named, "templateName": analysis_template.name_of(plan, name)}
    return dict(named)
