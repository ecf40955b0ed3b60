"""How much CPU and memory a pod gets, as its use shows."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name
from generator.language.types import Field, custom, described, either, enum, fields, map_of, named, string

_KIND = "autoscaling.k8s.io/v1/VerticalPodAutoscaler"
_POLICY = custom(_KIND, "spec.resourcePolicy.containerPolicies[]", without=("containerName",))

MODES = ("Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace", "Auto")
RECOMMEND = "Recommend"
"""Another word for `Off`, which needs quotes in YAML and seems to say that there is nothing."""


def _policies(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    listed = by_name(value.get("containerPolicies"), key="containerName")
    return by_name({**(listed or {}), **{name: item for name, item in value.items() if name != "containerPolicies"}})


def _vertical(value: Json) -> JsonMap:
    full = {"mode": value} if isinstance(value, str) else value
    if isinstance(full, dict):
        full = dict(full)
        update = full.get("updatePolicy")
        if isinstance(update, dict) and "updateMode" in update:
            full["updatePolicy"] = {key: item for key, item in update.items() if key != "updateMode"}
            full.setdefault("mode", update["updateMode"])
        if full.get("mode") == RECOMMEND:
            full["mode"] = "Off"
        if "resourcePolicy" in full:
            full["resourcePolicy"] = _policies(full["resourcePolicy"])
    return {"verticalAutoscale": full}


FIELDS = (
    Field(
        "verticalAutoscale",
        either(
            enum(RECOMMEND, *MODES),
            custom(
                _KIND,
                "spec",
                without=("targetRef",),
                name=described("The autoscaler's name; the workload's by default.", string("dns-subdomain")),
                mode=described(
                    "Short for `updatePolicy.updateMode`. `Recommend` is `Off`: it only says what it would do.",
                    enum(RECOMMEND, *MODES),
                ),
                resourcePolicy={**fields(containerPolicies=named(_POLICY, "", "containerName")), **map_of(_POLICY)},
            ),
        ),
        "A VerticalPodAutoscaler for the workload, which sets what its containers request; a word is its mode. "
        "`resourcePolicy` is by the name of the container, `*` for all others.",
        {"mode": "Initial", "resourcePolicy": {"*": {"maxAllowed": {"cpu": "2", "memory": "4Gi"}}}},
        expand=_vertical,
    ),
)
