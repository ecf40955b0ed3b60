"""VerticalPodAutoscalers that work against another autoscaler, or on nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap
from generator.model.meaning.amounts import amount
from generator.model.meaning.autoscaled import USAGES, Usage, containers, usages
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources.workload import VERTICAL_KINDS

_EVERY_OTHER = "*"


def check(plan: ServicePlan) -> Iterator[Fault]:
    own = plan.spec.get("verticalAutoscale")
    if own is None or plan.spec["kind"] not in VERTICAL_KINDS:
        return
    running = containers(plan)
    policies = own.get("resourcePolicy", {})
    for name in policies.keys() - running.keys() - {_EVERY_OTHER}:
        message = f'the pod has no container "{name}"'
        hint = did_you_mean(name, running) or f"its containers are {', '.join(running)}, and `*` stands for all others"
        yield Fault(
            "unknown-container",
            ("verticalAutoscale", "resourcePolicy", name),
            message,
            hint,
            reads=("containers", "initContainers", "name"),
        )
    for name, policy in policies.items():
        low, high = (policy or {}).get("minAllowed") or {}, (policy or {}).get("maxAllowed") or {}
        for resource in low.keys() & high.keys():
            if amount(str(low[resource])) > amount(str(high[resource])):
                message = f"at least {low[resource]} of {resource} is more than at most {high[resource]}"
                field = ("verticalAutoscale", "resourcePolicy", name)
                yield Fault("min-above-max", (*field, "minAllowed", resource), message, "swap them")
    if own.get("mode", "Auto") == "Off":
        return
    for usage in usages(plan):
        if any(_sets(policies, name, usage) for name in usage.of(running)):
            message = f"it changes what is requested of {usage.name}, by which `autoscale` changes the number of pods"
            other = next(name for name in USAGES if name != usage.name)
            hint = f'write `Recommend`, or `resourcePolicy: {{"*": {{controlledResources: [{other}]}}}}`'
            reads = ("autoscale",)
            yield Fault("vertical-and-horizontal", ("verticalAutoscale", "mode"), message, hint, reads=reads)
            return


def _sets(policies: JsonMap, container: str, usage: Usage) -> bool:
    policy = policies.get(container) or policies.get(_EVERY_OTHER) or {}
    return policy.get("mode") != "Off" and usage.name in policy.get("controlledResources", USAGES)
