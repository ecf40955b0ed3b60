"""Pieces of PromQL: durations, and the selectors of what belongs to a workload."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.model.plan import ServicePlan
from generator.resources import claim

_UNITS: dict[str, Decimal | int] = {
    "y": 31_536_000,
    "w": 604_800,
    "d": 86_400,
    "h": 3_600,
    "m": 60,
    "s": 1,
    "ms": Decimal("0.001"),
}

_RANDOM = "[b-df-hj-np-tv-xz2-9]"
"""The characters of which Kubernetes makes the ends of names: no vowels, so no word of another name fits."""

_PODS = {
    "StatefulSet": "-[0-9]+",
    "DaemonSet": f"-{_RANDOM}{{5}}",
    "Job": f"(-[0-9]+)?-{_RANDOM}{{5}}",
    "CronJob": f"-[0-9]+-{_RANDOM}{{5}}",
}
"""What follows the name of a workload in those of its pods. Every other kind has ReplicaSets or Jobs in between."""

_LONGEST = 58 - len("-0123456789-")
"""Of a name up to this length all is in the names of the pods; a longer one is cut before the random end."""


def seconds(duration: str) -> Decimal:
    """Of a duration of Prometheus, such as `1h30m`."""
    return sum((int(number) * Decimal(_UNITS[unit]) for number, unit in _parts(duration)), Decimal(0))


def _parts(duration: str) -> list[tuple[str, str]]:
    return re.findall(r"([0-9]+)(ms|[ywdhms])", duration)


def number(value: Decimal) -> str:
    """As PromQL takes it: no exponent, no zeros behind."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def namespace(plan: ServicePlan) -> str:
    return f'namespace="{plan.environment.namespace}"'


def pods(plan: ServicePlan) -> str:
    """The matchers of the workload's pods, whatever wrote the metric."""
    end = _PODS.get(plan.spec["kind"], f"-{_RANDOM}{{5,10}}-{_RANDOM}{{5}}")
    names = plan.name + end if len(plan.name) <= _LONGEST else f"{plan.name[:_LONGEST]}.+"
    return f'{namespace(plan)},pod=~"{names}"'


def claims(plan: ServicePlan) -> str:
    """The matchers of the workload's persistent volume claims."""
    names = [
        f"{name}-{plan.name}-[0-9]+" if plan.spec["kind"] == "StatefulSet" else claim.name_of(plan, name, item)
        for name, item in plan.spec.get("persistence", {}).items()
    ]
    return f'{namespace(plan)},persistentvolumeclaim=~"{"|".join(names)}"'.replace(".", r"\\.")
