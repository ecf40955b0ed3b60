"""What a HorizontalPodAutoscaler goes by beside the pods' own CPU and memory: metrics by name, with short forms."""

from __future__ import annotations

from functools import reduce

from generator.json_types import Json, JsonMap, Path
from generator.language.naming import by_name, one_of
from generator.language.resources import QUANTITY
from generator.language.types import array, described, either, integer, kubernetes, map_of, string
from generator.model.merge import merge

TARGETS: dict[str, tuple[str, ...]] = {
    "resource": ("averageUtilization", "averageValue"),
    "containerResource": ("averageUtilization", "averageValue"),
    "pods": ("averageValue",),
    "object": ("averageValue", "value"),
    "external": ("averageValue", "value"),
}
"""What a metric can be about -> the targets that it can have, of which it has one
(https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/)."""

_EVERY_TARGET = ("averageUtilization", "averageValue", "value")
_DESCRIBED = ("apiVersion", "kind", "name")


def _source(about: str) -> JsonMap:
    more: JsonMap = {name: integer(1) if name == "averageUtilization" else QUANTITY for name in TARGETS[about]}
    if about not in ("resource", "containerResource"):
        by = either(string(), kubernetes("autoscaling.v2.MetricIdentifier"))
        more["metric"] = described("The metric's name; the one that it has here by default.", by)
        more["matchLabels"] = described("Short for `metric.selector.matchLabels`.", map_of(string()))
    if about == "object":
        more.update((name, described(f"Short for `describedObject.{name}`.", string())) for name in _DESCRIBED)
    definition = f"autoscaling.v2.{about[0].upper()}{about[1:]}MetricSource"
    return either(QUANTITY, kubernetes(definition, without=(), **more))


METRICS = either(
    map_of(kubernetes("autoscaling.v2.MetricSpec", without=(), **{about: _source(about) for about in TARGETS})),
    array(kubernetes("autoscaling.v2.MetricSpec")),
)
"""A list is Kubernetes' own form, replaced as a whole; a map is of metrics by name, each of which can be overridden."""


def metrics(value: Json) -> Json:
    return by_name(value, _metric) if isinstance(value, dict) else value


def _metric(value: Json) -> Json:
    """In Kubernetes' own form, but for its types and the names that follow from its own."""
    if not isinstance(value, dict):
        return value
    kept = {about: _measured(about, value[about]) for about in TARGETS if about in value}
    return one_of(kept, tuple(TARGETS))


def _measured(about: str, value: Json) -> Json:
    source = {"averageValue": value} if isinstance(value, (str, int, float)) else value
    if not isinstance(source, dict):
        return source
    full: JsonMap = reduce(merge, (_at(_place(about, key, source[key]), source[key]) for key in sorted(source)), {})
    if isinstance(full.get("target"), dict):
        target = {key: item for key, item in full["target"].items() if key != "type"}
        full["target"] = one_of(
            {key: quantity(item) if key != "averageUtilization" else item for key, item in target.items()},
            _EVERY_TARGET,
        )
    return full


def _place(about: str, key: str, value: Json) -> Path:
    if key in _EVERY_TARGET:
        return ("target", key)
    if key == "matchLabels":
        return ("metric", "selector", key)
    if key == "metric" and isinstance(value, str):
        return ("metric", "name")
    return ("describedObject", key) if about == "object" and key in _DESCRIBED else (key,)


def _at(path: Path, value: Json) -> Json:
    return reduce(lambda inner, step: {step: inner}, reversed(path), value)


def quantity(value: Json) -> Json:
    return str(value) if isinstance(value, (int, float)) else value
