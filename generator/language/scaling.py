"""How many pods there are, and how many must stay."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name, metadata, one_of
from generator.language.scaling_metrics import METRICS, metrics
from generator.language.triggers import TRIGGERS, triggers
from generator.language.types import (
    Field,
    boolean,
    custom,
    described,
    either,
    enum,
    fields,
    integer,
    kubernetes,
    named,
    string,
)

_AMOUNT = either(integer(), string("int-or-percent"))
_USAGE = either(integer(1), string("quantity"))
_SCALED_OBJECT = "keda.sh/v1alpha1/ScaledObject"
_SCALED_JOB = "keda.sh/v1alpha1/ScaledJob"


def _usage(what: str) -> JsonMap:
    return described(
        f"{what}: a number is the percentage of what is requested, a quantity the average of a pod.", _USAGE
    )


_BY_PODS = {
    "name": described("The autoscaler's name; the workload's by default.", string("dns-subdomain")),
    **metadata("the autoscaler"),
    "enabled": described(
        "`false` for a fixed number of pods although the rest stands here, such as in an environment's defaults. "
        "A ScaledJob always follows its triggers.",
        boolean(),
    ),
    "min": described(
        "The least number of pods: 1 where it is not given, and 0 for a ScaledJob. With `triggers` it can be 0.",
        integer(),
    ),
    "max": described("The greatest number of pods, or of Jobs at once.", integer(1)),
    "cpu": _usage("How much CPU the pods are to use"),
    "memory": _usage("How much memory the pods are to use"),
    "containers": described(
        "How much CPU and memory a single container is to use, by its name.",
        named(fields(cpu=_usage("CPU"), memory=_usage("Memory")), ""),
    ),
    "metrics": described(
        "More metrics: of `pods`, of an `object` of the cluster, `external` ones. A map is of metrics by name, of "
        "which an environment can override one, with the target as a number for short; a list is Kubernetes' own form.",
        METRICS,
    ),
    "behavior": described(
        "How fast to scale, in Kubernetes' own form.", kubernetes("autoscaling.v2.HorizontalPodAutoscalerBehavior")
    ),
}

BY_EVENTS = {
    "triggers": described(
        "Events to scale by, by name. With them, KEDA scales: a ScaledObject takes the place of the "
        "HorizontalPodAutoscaler, and `cpu` and `memory` become triggers of it.",
        TRIGGERS,
    ),
    "pollingInterval": described("KEDA: how often the triggers are asked, in seconds.", integer(1)),
    "paused": described(
        "KEDA: whether scaling stands still; a number holds that many pods.", either(boolean(), integer())
    ),
    "envSourceContainerName": described(
        "KEDA: the container whose variables the triggers read; the main one by default.", string("dns-label")
    ),
}

OF_SCALED_OBJECT = {
    "idle": described("KEDA: how many pods run while no trigger is active. It must be below `min`.", integer()),
    "cooldownPeriod": described("KEDA: how long after the last event to go down to 0, in seconds.", integer()),
    "initialCooldownPeriod": described("KEDA: the `cooldownPeriod` after the first start, in seconds.", integer()),
    "fallback": described(
        "KEDA: how many pods to run when a trigger cannot be read.", custom(_SCALED_OBJECT, "spec.fallback")
    ),
    "advanced": described("KEDA: more, in its own form.", custom(_SCALED_OBJECT, "spec.advanced")),
}

OF_SCALED_JOB = {
    "scalingStrategy": described(
        "ScaledJob: how many Jobs an event makes, in KEDA's own form.", custom(_SCALED_JOB, "spec.scalingStrategy")
    ),
    "rollout": described(
        "ScaledJob: what happens to running Jobs when it changes, in KEDA's own form.",
        custom(_SCALED_JOB, "spec.rollout"),
    ),
}


def _autoscale(value: Json) -> JsonMap:
    if not isinstance(value, dict):
        return {"autoscale": value}
    expand = {"containers": by_name, "metrics": metrics, "triggers": triggers}
    return {"autoscale": {key: expand[key](item) if key in expand else item for key, item in value.items()}}


def _budget(value: Json) -> JsonMap:
    return {"podDisruptionBudget": one_of(value, ("minAvailable", "maxUnavailable"))}


FIELDS = (
    Field(
        "replicas",
        integer(),
        "How many pods run. Left out of the workload while `autoscale` owns the number.",
        3,
    ),
    Field(
        "autoscale",
        fields(**_BY_PODS, **BY_EVENTS, **OF_SCALED_OBJECT, **OF_SCALED_JOB),
        "Who decides how many pods there are: a HorizontalPodAutoscaler, or with `triggers` KEDA.",
        {
            "min": 2,
            "max": 10,
            "cpu": 70,
            "metrics": {
                "requests_per_second": {"pods": 100},
                "queue_length": {"external": {"value": 30, "matchLabels": {"queue": "orders"}}},
            },
        },
        expand=_autoscale,
    ),
    Field(
        "podDisruptionBudget",
        kubernetes(
            "policy.v1.PodDisruptionBudgetSpec",
            name=described("The budget's name; the workload's by default.", string("dns-subdomain")),
            **metadata("the budget"),
            minAvailable=described("How many pods must stay, as a number or a percentage.", _AMOUNT),
            maxUnavailable=described("How many pods may be gone, as a number or a percentage.", _AMOUNT),
            unhealthyPodEvictionPolicy=described(
                "Whether pods that are not ready may always be evicted.", enum("IfHealthyBudget", "AlwaysAllow")
            ),
        ),
        "How many pods a drain of nodes may take away at once. It is about the workload's pods, unless it has a "
        "`selector`.",
        {"maxUnavailable": 1},
        expand=_budget,
    ),
)
