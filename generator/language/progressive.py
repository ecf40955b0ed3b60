"""Argo Rollouts' strategies, `canary` and `blueGreen`: their own form, with short forms for steps and analyses."""

from __future__ import annotations

from generator.json_types import Json, JsonMap, without_nulls
from generator.language.naming import by_name, one_of
from generator.language.types import array, custom, described, either, enum, integer, named, string
from generator.model.merge import finish

_ROLLOUT = "argoproj.io/v1alpha1/Rollout"
STRATEGIES = ("canary", "blueGreen")


def _analysis(path: str) -> JsonMap:
    """A reference to analyses: the name of one, several names, or Argo's own form with names among its templates."""
    templates = array(either(string("dns-label"), custom(_ROLLOUT, f"{path}.templates[]")))
    args = named(either(string(), custom(_ROLLOUT, f"{path}.args[]", without=("name",))), "")
    return either(
        string("dns-label"), array(string("dns-label")), custom(_ROLLOUT, path, templates=templates, args=args)
    )


_CANARY = "spec.strategy.canary"
_BLUE_GREEN = "spec.strategy.blueGreen"
_STEP = either(
    integer(0, 100),
    string("rollout-pause"),
    custom(
        _ROLLOUT,
        f"{_CANARY}.steps[]",
        pause=either(integer(), string("go-duration"), custom(_ROLLOUT, f"{_CANARY}.steps[].pause")),
        analysis=_analysis(f"{_CANARY}.steps[].analysis"),
    ),
)

CANARY = custom(
    _ROLLOUT,
    _CANARY,
    steps=described("Short: 20 is a weight, `5m` a pause, `pause` one until somebody promotes.", array(_STEP)),
    analysis=_analysis(f"{_CANARY}.analysis"),
    trafficRouting=described(
        "What sends the weight's share of requests to the new pods; with `nginx` or `alb` alone, through the "
        "service's own Ingress.",
        either(enum("nginx", "alb"), custom(_ROLLOUT, f"{_CANARY}.trafficRouting")),
    ),
)
BLUE_GREEN = custom(
    _ROLLOUT,
    _BLUE_GREEN,
    prePromotionAnalysis=_analysis(f"{_BLUE_GREEN}.prePromotionAnalysis"),
    postPromotionAnalysis=_analysis(f"{_BLUE_GREEN}.postPromotionAnalysis"),
)


def canary(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    full = _with_analyses(value, "analysis")
    if isinstance(value.get("steps"), list):
        full["steps"] = [_step(item) for item in value["steps"]]
    routing = value.get("trafficRouting")
    if isinstance(routing, str):
        routing = {routing: {}}
    if routing is not None:
        full["trafficRouting"] = one_of(routing, ("alb", "nginx"))
    return full


def blue_green(value: Json) -> Json:
    return _with_analyses(value, "prePromotionAnalysis", "postPromotionAnalysis") if isinstance(value, dict) else value


def _step(value: Json) -> Json:
    if isinstance(value, int):
        return {"setWeight": value}
    if isinstance(value, str):
        return {"pause": {} if value == "pause" else {"duration": value}}
    if not isinstance(value, dict):
        return value
    full: JsonMap = finish(_with_analyses(without_nulls(value), "analysis"))
    if "pause" in value:
        pause = value["pause"]
        full["pause"] = {"duration": pause} if isinstance(pause, (int, str)) else pause or {}
    return full


def _with_analyses(value: JsonMap, *names: str) -> JsonMap:
    return {**value, **{name: _analyses(value[name]) for name in names if name in value}}


def _analyses(value: Json) -> Json:
    """In the canonical form a template that is a string is an analysis of the service's own."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        return {"templates": value}
    if isinstance(value, dict) and "args" in value:
        return {**value, "args": by_name(value["args"], lambda arg: {"value": arg} if isinstance(arg, str) else arg)}
    return value
