"""How one version of the workload replaces another."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of
from generator.language.progressive import BLUE_GREEN, CANARY, STRATEGIES, blue_green, canary
from generator.language.types import Field, custom, described, either, enum, fields, integer, string

_AMOUNT = either(integer(), string("int-or-percent"))
_ROLLOUT = "argoproj.io/v1alpha1/Rollout"


def _strategy(value: Json) -> JsonMap:
    if isinstance(value, str):
        value = {value: {}} if value in STRATEGIES else {"type": value}
    if not isinstance(value, dict):
        return {"strategy": value}
    if value.get("type") not in (None, "RollingUpdate"):
        value = {"rollingUpdate": None, **value}
    forms = {"canary": canary, "blueGreen": blue_green}
    expanded = {**value, **{name: form(value[name]) for name, form in forms.items() if name in value}}
    return {"strategy": one_of(expanded, STRATEGIES)}


FIELDS = (
    Field(
        "strategy",
        either(
            enum("RollingUpdate", "Recreate", "OnDelete", "canary", "blueGreen"),
            fields(
                type=enum("RollingUpdate", "Recreate", "OnDelete"),
                rollingUpdate=fields(
                    maxSurge=described("How many pods more than wanted may run.", _AMOUNT),
                    maxUnavailable=described("How many pods fewer than wanted may run.", _AMOUNT),
                    partition=described("StatefulSet: the ordinal from which pods are updated.", integer()),
                ),
                canary=described("Rollout: new pods get more and more of the requests.", CANARY),
                blueGreen=described(
                    "Rollout: all new pods stand beside the old ones, until they take over.", BLUE_GREEN
                ),
            ),
        ),
        "The rollout strategy (`updateStrategy` of a StatefulSet or DaemonSet): its type, or Kubernetes' own form. "
        "That of a Rollout is `canary` or `blueGreen`; without steps, a canary is a rolling update.",
        {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": "25%"}},
        expand=_strategy,
    ),
    Field("minReadySeconds", integer(), "How long a new pod must be ready to count as available.", 10),
    Field(
        "progressDeadlineSeconds",
        integer(),
        "Deployment and Rollout: when a rollout that does not move has failed.",
        300,
    ),
    Field("revisionHistoryLimit", integer(), "How many old revisions the cluster keeps.", 3),
    Field(
        "analysisHistory",
        custom(_ROLLOUT, "spec.analysis"),
        "Rollout: how many finished analyses the cluster keeps (`spec.analysis` of the Rollout).",
        {"successfulRunHistoryLimit": 2},
    ),
    Field(
        "podManagementPolicy",
        enum("OrderedReady", "Parallel"),
        "StatefulSet: whether pods start and stop one after the other.",
        "Parallel",
    ),
)
