"""Disruption budgets that let nothing go."""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator.json_types import Json
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources.workload import SCALED_KINDS


def check(plan: ServicePlan) -> Iterator[Fault]:
    own = plan.spec.get("podDisruptionBudget")
    if not own or plan.spec["kind"] not in SCALED_KINDS:
        return
    stay, gone = own.get("minAvailable"), own.get("maxUnavailable")
    if stay is not None and gone is not None:
        message = "a disruption budget has minAvailable or maxUnavailable, not both"
        yield Fault("contradicting-budget", ("podDisruptionBudget", "minAvailable"), message, "remove one of them")
        return
    if stay is None and gone is None:
        message = "the disruption budget says neither how many pods must stay nor how many may go"
        yield Fault("missing-field", ("podDisruptionBudget",), message, "add `maxUnavailable: 1`")
        return
    if "selector" in own:
        return  # it is about other pods than the workload's
    scaler = plan.spec.get("autoscale")
    pods = max(1, scaler.get("min", 1)) if scaler else plan.spec.get("replicas", 1)
    if pods and gone in (0, "0%"):
        yield _blocking("maxUnavailable", "none may be gone")
    elif pods and stay is not None and _count(stay, pods) >= pods:
        least = "the least number of pods is" if scaler else "the number of pods is"
        yield _blocking("minAvailable", f"{stay} must stay, and {least} {pods}")


def _blocking(name: str, why: str) -> Fault:
    message = f"no pod can be evicted, so that no node can be drained: {why}"
    reads = ("replicas", "autoscale", "kind")
    return Fault("blocking-budget", ("podDisruptionBudget", name), message, "write `maxUnavailable: 1`", reads=reads)


def _count(amount: Json, pods: int) -> int:
    """How many pods an amount is; the cluster rounds percentages up."""
    return amount if isinstance(amount, int) else math.ceil(int(amount.removesuffix("%")) * pods / 100)
