"""Alerts and rules that can never fire, or that Prometheus refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.catalog.suggest import did_you_mean
from generator.json_types import Path
from generator.language.alert_library import LIBRARY, Need
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import monitor, prometheus_rule
from generator.resources.promql import seconds

_HINTS = {
    Need.METRICS: "add `metrics:`",
    Need.PODS: "remove it",
    Need.REPLICAS: "remove it; `deadline` is for a CronJob",
    Need.LIMITS: "add `resources.limits` or `size`, or remove it",
    Need.SCHEDULE: "remove it, or set `kind: CronJob`",
    Need.PERSISTENCE: "add `persistence:`, or remove it",
}


def check(plan: ServicePlan) -> Iterator[Fault]:
    for name in prometheus_rule.asked(plan):
        need = LIBRARY[name].need
        if not prometheus_rule.has(plan, need):
            message = f"the alert `{name}` needs {need.value}, and the service has none"
            reads = ("kind", "metrics", "persistence", "ports", "resources", "schedule", "service", "size", "sizes")
            yield Fault("alert-without-need", ("alerts", name), message, _HINTS[need], own=True, reads=reads)
        else:
            yield from _parameters(plan, name)
    yield from _rules(plan)


def _parameters(plan: ServicePlan, name: str) -> Iterator[Fault]:
    given = prometheus_rule.parameters(plan, name)
    field: Path = ("alerts", name)
    main = LIBRARY[name].main
    if main not in given:
        message = f"the alert `{name}` has no `{main}`"
        yield Fault("missing-field", field, message, f"add `{main}: 26h`", reads=("alerts",))
        return
    value = given[main]
    if isinstance(value, str) and main != "for":
        ratio = Decimal(prometheus_rule.number(value))
        if not ratio or (value.endswith("%") and ratio >= 1):
            allowed = "above 0% and below 100%" if value.endswith("%") else "above 0s"
            message = f"found {value}, expected a threshold {allowed}"
            yield Fault("threshold-out-of-range", (*field, main), message, "the alert would fire always, or never")
    if LIBRARY[name].need is Need.METRICS and "window" in given:
        yield from _window(plan, given["window"], (*field, "window"))


def _window(plan: ServicePlan, window: str, field: Path) -> Iterator[Fault]:
    """A rate is taken of at least two samples."""
    intervals = [item["interval"] for item in monitor.endpoints(plan).values() if "interval" in item]
    longest = max(intervals, key=seconds, default="0s")
    if seconds(window) < 2 * seconds(longest):
        message = f"a window of {window} never holds two samples that are {longest} apart, so there is no rate"
        yield Fault("window-too-short", field, message, f"take at least four times {longest}", reads=("metrics",))


_QUOTED = re.compile(r"""'(\\.|[^'\\])*'|"(\\.|[^"\\])*"|`[^`]*`|#[^\n]*""")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def _is_balanced(expression: str) -> bool:
    """Whether the brackets of an expression of Prometheus come in pairs; those in its strings mean nothing."""
    open_ones: list[str] = []
    for character in _QUOTED.sub("", expression):
        if character in _PAIRS.values():
            open_ones.append(character)
        elif character in _PAIRS and (not open_ones or open_ones.pop() != _PAIRS[character]):
            return False
    return not open_ones


def _rules(plan: ServicePlan) -> Iterator[Fault]:
    for name, rule in plan.spec.get("rules", {}).items():
        field: Path = ("rules", name)
        if "expr" not in rule:
            yield Fault("missing-field", field, f'the rule "{name}" has no expr', "add `expr:`", reads=("rules",))
        elif not _is_balanced(rule["expr"]):
            message = "a bracket of the expression has no other one"
            hint = "close every `(`, `[` and `{`"
            yield Fault("invalid-expression", (*field, "expr"), message, hint, reads=("rules",))
        record = "record" in rule or ("alert" not in rule and ":" in name)
        for alone in ("for", "keep_firing_for", "annotations") if record else ():
            if alone in rule:
                message = f"a recording rule has no `{alone}`"
                yield Fault("field-of-other-rule", (*field, alone), message, "remove it, or record and alert apart")
    groups = plan.spec.get("prometheusRule", {}).get("groups")
    if not groups:
        return
    known = [*prometheus_rule.own_groups(plan), prometheus_rule.alerts_group(plan)]
    for name in groups:
        if name not in known:
            hint = did_you_mean(name, known) or f"the groups are {', '.join(known)}"
            message = f'there is no group of rules "{name}"'
            yield Fault(
                "unknown-rule-group", ("prometheusRule", "groups", name), message, hint, own=True, reads=("rules",)
            )
