"""Where pods run."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, Reach, array, either, kubernetes, string

TOPOLOGIES = {"zone": "topology.kubernetes.io/zone", "hostname": "kubernetes.io/hostname"}


def _expand(value: Json) -> JsonMap:
    if not isinstance(value, list):
        return {"topologySpreadConstraints": value}
    return {
        "topologySpreadConstraints": [
            {"topologyKey": TOPOLOGIES.get(item, item)} if isinstance(item, str) else _in_full(item) for item in value
        ]
    }


def _in_full(item: Json) -> Json:
    key = item.get("topologyKey") if isinstance(item, dict) else None
    return {**item, "topologyKey": TOPOLOGIES[key]} if key in TOPOLOGIES else item


FIELDS = (
    Field(
        "topologySpreadConstraints",
        array(either(string(), kubernetes("TopologySpreadConstraint"))),
        "Over what the pods are spread: `zone`, `hostname` or a node label, or Kubernetes' own form. The skew is 1, "
        "spreading is a wish, and the selector is the service's, unless said otherwise.",
        ["zone", {"topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}],
        expand=_expand,
        reach=Reach.SHARED,
    ),
)
