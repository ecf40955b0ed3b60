"""How many pods there are, and how many must stay."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of
from generator.language.types import Field, array, described, either, enum, fields, integer, kubernetes, string

_AMOUNT = either(integer(), string("int-or-percent"))


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
        fields(
            name=described("The autoscaler's name; the service's by default.", string("dns-subdomain")),
            min=described("The least number of pods; 1 where it is not given.", integer(1)),
            max=described("The greatest number of pods.", integer(1)),
            cpu=described("The target utilisation of the requested CPU, in percent.", integer(1)),
            memory=described("The target utilisation of the requested memory, in percent.", integer(1)),
            metrics=described("More metrics, in Kubernetes' own form.", array(kubernetes("autoscaling.v2.MetricSpec"))),
            behavior=described(
                "How fast to scale, in Kubernetes' own form.",
                kubernetes("autoscaling.v2.HorizontalPodAutoscalerBehavior"),
            ),
        ),
        "A HorizontalPodAutoscaler for the workload.",
        {"min": 2, "max": 10, "cpu": 70},
    ),
    Field(
        "podDisruptionBudget",
        fields(
            name=described("The budget's name; the service's by default.", string("dns-subdomain")),
            minAvailable=described("How many pods must stay, as a number or a percentage.", _AMOUNT),
            maxUnavailable=described("How many pods may be gone, as a number or a percentage.", _AMOUNT),
            unhealthyPodEvictionPolicy=described(
                "Whether pods that are not ready may always be evicted.", enum("IfHealthyBudget", "AlwaysAllow")
            ),
        ),
        "How many pods a drain of nodes may take away at once.",
        {"maxUnavailable": 1},
        expand=_budget,
    ),
)
