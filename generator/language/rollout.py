"""How one version of the workload replaces another."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, described, either, enum, fields, integer, string

_AMOUNT = either(integer(), string("int-or-percent"))


def _strategy(value: Json) -> JsonMap:
    if isinstance(value, str):
        value = {"type": value}
    if isinstance(value, dict) and value.get("type") not in (None, "RollingUpdate"):
        value = {"rollingUpdate": None, **value}
    return {"strategy": value}


FIELDS = (
    Field(
        "strategy",
        either(
            enum("RollingUpdate", "Recreate", "OnDelete"),
            fields(
                type=enum("RollingUpdate", "Recreate", "OnDelete"),
                rollingUpdate=fields(
                    maxSurge=described("How many pods more than wanted may run.", _AMOUNT),
                    maxUnavailable=described("How many pods fewer than wanted may run.", _AMOUNT),
                    partition=described("StatefulSet: the ordinal from which pods are updated.", integer()),
                ),
            ),
        ),
        "The rollout strategy (`updateStrategy` of a StatefulSet or DaemonSet): its type, or Kubernetes' own form.",
        {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": "25%"}},
        expand=_strategy,
    ),
    Field("minReadySeconds", integer(), "How long a new pod must be ready to count as available.", 10),
    Field("progressDeadlineSeconds", integer(), "Deployment: when a rollout that does not move has failed.", 300),
    Field("revisionHistoryLimit", integer(), "How many old revisions the cluster keeps.", 3),
    Field(
        "podManagementPolicy",
        enum("OrderedReady", "Parallel"),
        "StatefulSet: whether pods start and stop one after the other.",
        "Parallel",
    ),
)
