"""HorizontalPodAutoscalerBehavior: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior"

_DOUBLES = {"type": "Percent", "value": 100, "periodSeconds": 15}
_FOUR_MORE = {"type": "Pods", "value": 4, "periodSeconds": 15}
UP: JsonMap = {"stabilizationWindowSeconds": 0, "selectPolicy": "Max", "policies": [_FOUR_MORE, _DOUBLES]}
DOWN: JsonMap = {"selectPolicy": "Max", "policies": [_DOUBLES]}


def fill(behavior: Json) -> None:
    """Each direction has its own defaults."""
    for direction, defaults in (("scaleUp", UP), ("scaleDown", DOWN)):
        given = behavior.get(direction) or {}
        behavior[direction] = {**defaults, **{key: value for key, value in given.items() if value is not None}}


DEFAULTED = (fill,)
