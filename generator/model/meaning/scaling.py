"""Numbers of pods that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources.container import resources


def check(plan: ServicePlan) -> Iterator[Fault]:
    own = plan.spec.get("autoscale")
    if own is not None:
        low, high = own.get("min", 1), own.get("max")
        if high is None:
            yield Fault(
                "missing-field", ("autoscale",), "the autoscaler has no maximum", "add `max:`", reads=("autoscale",)
            )
        elif low > high:
            yield Fault(
                "min-above-max", ("autoscale", "min"), f"the minimum {low} is above the maximum {high}", "swap them"
            )
        if not any(name in own for name in ("cpu", "memory", "metrics")):
            yield Fault(
                "missing-field",
                ("autoscale",),
                "the autoscaler has nothing to go by",
                "add `cpu: 70`",
                reads=("autoscale",),
            )
        requests = resources(plan, plan.spec).get("requests", {})
        for name in ("cpu", "memory"):
            if name in own and name not in requests:
                message = f"the autoscaler goes by {name}, of which the container requests nothing"
                yield Fault(
                    "autoscale-without-request",
                    ("autoscale", name),
                    message,
                    f"set `resources.requests.{name}` or `size`",
                    reads=("resources", "size", "sizes"),
                )
    budget = plan.spec.get("podDisruptionBudget", {})
    if "minAvailable" in budget and "maxUnavailable" in budget:
        message = "a disruption budget has minAvailable or maxUnavailable, not both"
        yield Fault("contradicting-budget", ("podDisruptionBudget", "minAvailable"), message, "remove one of them")
