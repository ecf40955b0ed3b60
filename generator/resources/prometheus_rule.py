"""PrometheusRule of the Prometheus operator: the alerts of the library that the service asks for, and its own rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.json_types import Json, JsonMap
from generator.language.alert_library import HTTP, LIBRARY, Alert, Need, Rule
from generator.language.jobs import JOB_KINDS
from generator.model.plan import Resource, ServicePlan
from generator.resources import monitor, promql
from generator.resources.container import resources
from generator.resources.metadata import resource

_NO_TIME = ("0", "0s", "0m")


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if "alerts" not in plan.spec and "rules" not in plan.spec:
        return
    own = plan.spec.get("prometheusRule", {})
    groups = {**own_groups(plan), **_library(plan)}
    if groups:
        settings = own.get("groups", {})
        listed = [{"name": name, **settings.get(name, {}), "rules": rules} for name, rules in groups.items()]
        name, notes = own.get("name", plan.name), own.get("annotations")
        body = {"spec": {"groups": listed}}
        labels = own.get("labels")
        yield resource(plan, "monitoring.coreos.com/v1", "PrometheusRule", name, body, labels=labels, annotations=notes)


def own_groups(plan: ServicePlan) -> dict[str, list[JsonMap]]:
    """The service's own rules by the group that they are in, in which they are evaluated in order: records first."""
    groups: dict[str, list[JsonMap]] = {}
    for name, rule in plan.spec.get("rules", {}).items():
        kind = {} if "alert" in rule or "record" in rule else {"record" if ":" in name else "alert": name}
        body = {key: value for key, value in rule.items() if key != "group"}
        groups.setdefault(rule.get("group", plan.name), []).append({**kind, **body})
    return {group: sorted(rules, key=lambda rule: "record" not in rule) for group, rules in groups.items()}


def alerts_group(plan: ServicePlan) -> str:
    return f"{plan.name}-alerts"


def _library(plan: ServicePlan) -> dict[str, list[JsonMap]]:
    rules = [rule for name in asked(plan) for rule in _rules(plan, name, LIBRARY[name])]
    return {alerts_group(plan): rules} if rules else {}


def asked(plan: ServicePlan) -> list[str]:
    """The alerts of the library that the service asks for, in its order."""
    alerts = plan.spec.get("alerts")
    return [name for name in LIBRARY if name in alerts] if alerts else []


def has(plan: ServicePlan, need: Need) -> bool:
    """Whether the service has what an alert needs."""
    kind = plan.spec["kind"]
    if need is Need.METRICS:
        return "metrics" in plan.spec and bool(monitor.ports_of(plan))
    if need is Need.LIMITS:
        return bool(_limited(plan))
    if need is Need.SCHEDULE:
        return bool(kind == "CronJob")
    if need is Need.PERSISTENCE:
        return bool(plan.spec.get("persistence"))
    return plan.has_pods and (need is Need.PODS or kind not in JOB_KINDS)


def _limited(plan: ServicePlan) -> set[str]:
    """CPU and memory, where a container has a limit of it."""
    containers = (plan.spec, *plan.spec.get("containers", {}).values())
    return {name for container in containers for name in resources(plan, container).get("limits", {})} & {
        "cpu",
        "memory",
    }


def parameters(plan: ServicePlan, name: str) -> JsonMap:
    """What the parameters of an alert of the library are, defaults included."""
    shared = {key: plan.spec["alerts"][key] for key in ("severity", "runbook") if key in plan.spec["alerts"]}
    return {**LIBRARY[name].defaults, **shared, **plan.spec["alerts"][name]}


def _rules(plan: ServicePlan, name: str, alert: Alert) -> Iterator[JsonMap]:
    if not has(plan, alert.need):
        return
    given, shared = parameters(plan, name), plan.spec["alerts"]
    title = given.get("name", alert.title)
    owner = {"owner": plan.spec["owner"]} if "owner" in plan.spec else {}
    for rule in alert.rules:
        if alert.need is Need.LIMITS and rule.labels["resource"] not in _limited(plan):
            continue
        labels = {
            "service": plan.service,
            **owner,
            **rule.labels,
            **shared.get("labels", {}),
            **given.get("labels", {}),
        }
        runbook = {"runbook_url": _runbook(given["runbook"], title)} if "runbook" in given else {}
        words = _words(plan, given)
        yield {
            "alert": title,
            "expr": _filled(_expression(plan, rule), {**words, **_numbers(given)}),
            **({"for": given["for"]} if given["for"] not in _NO_TIME else {}),
            "labels": {**labels, "severity": given["severity"]},
            "annotations": {
                "summary": _filled(rule.summary, words),
                "description": _filled(rule.description, words),
                **runbook,
                **shared.get("annotations", {}),
                **given.get("annotations", {}),
            },
        }


def _expression(plan: ServicePlan, rule: Rule) -> str:
    if isinstance(rule.expression, str):
        return rule.expression
    return rule.expression.get(plan.spec["kind"], rule.expression[""])


def _words(plan: ServicePlan, given: JsonMap) -> JsonMap:
    """What `<word>` stands for: in a text as it was written, the selectors, the names of the metrics."""
    return {
        **HTTP,
        **plan.spec["alerts"].get("http", {}),
        **given,
        "service": plan.service,
        "workload": plan.name,
        "namespace": promql.namespace(plan),
        "pods": promql.pods(plan),
        "claims": promql.claims(plan),
    }


def _numbers(given: JsonMap) -> JsonMap:
    return {key: number(given[key]) for key in ("threshold", "after", "quantile") if key in given}


def number(value: Json) -> str:
    """A percentage as a ratio, a duration in seconds, a number as it is: as PromQL takes it."""
    if not isinstance(value, str):
        return str(value)
    if value.endswith("%"):
        return promql.number(Decimal(value[:-1]) / 100)
    return promql.number(promql.seconds(value))


def _filled(text: str, words: JsonMap) -> str:
    return re.sub(r"<(\w+)>", lambda found: str(words[found[1]]), text)


def _runbook(address: str, title: str) -> str:
    return address + title if address.endswith(("/", "#")) else address
