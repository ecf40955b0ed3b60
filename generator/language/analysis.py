"""Analyses: what must hold while a Rollout goes on (Argo's AnalysisTemplate)."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name
from generator.language.types import Field, Reach, custom, described, either, fields, kubernetes, map_of, named, string

_TEMPLATE = "argoproj.io/v1alpha1/AnalysisTemplate"

_QUERY: dict[str, JsonMap] = {
    "query": described("Short for `provider.prometheus.query`. Placeholders are replaced.", string()),
    "address": described(
        "Short for `provider.prometheus.address`; the environment's `prometheus` where it is not given.", string()
    ),
    "success": described("Short for `successCondition`; `>= 0.95` is short for `result[0] >= 0.95`.", string()),
    "failure": described("Short for `failureCondition`, likewise.", string()),
}
_PROVIDER = custom(
    _TEMPLATE,
    "spec.metrics[].provider",
    job=fields(metadata=kubernetes("ObjectMeta"), spec=kubernetes("JobSpec")),
)
_METRIC = custom(_TEMPLATE, "spec.metrics[]", without=("name",), provider=_PROVIDER, **_QUERY)
_OF_METRIC = ("interval", "count", "initialDelay", "failureLimit", "inconclusiveLimit", "consecutiveErrorLimit",
    "consecutiveSuccessLimit", "provider", "successCondition", "failureCondition")  # fmt: skip
"""Fields of a metric that an analysis with a single one may hold itself."""

_OF_SINGLE: dict[str, JsonMap] = {
    name: custom(_TEMPLATE, f"spec.metrics[].{name}") for name in _OF_METRIC if name != "provider"
}

_ANALYSIS = custom(
    _TEMPLATE,
    "spec",
    name=described("The AnalysisTemplate's name; the service's and the analysis's by default.", string("dns-label")),
    metrics=described("What is measured, by name.", named(_METRIC)),
    args=described(
        "Arguments, by name: a default value, or Argo's own form; an empty map is one that must be given.",
        named(either(string(), custom(_TEMPLATE, "spec.args[]", without=("name",))), ""),
    ),
    without=(),
    **_QUERY,
    provider=_PROVIDER,
    **_OF_SINGLE,
)


def _metric(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    full: JsonMap = {key: item for key, item in value.items() if key not in _QUERY}
    prometheus = {name: value[name] for name in ("query", "address") if name in value}
    if prometheus:
        provider = full.get("provider") or {}
        full["provider"] = {**provider, "prometheus": {**(provider.get("prometheus") or {}), **prometheus}}
    for short, name in (("success", "successCondition"), ("failure", "failureCondition")):
        if short in value:
            full[name] = _condition(value[short])
    return full


def _condition(value: Json) -> Json:
    return f"result[0] {value}" if isinstance(value, str) and value.startswith(("<", ">", "=", "!=")) else value


def _analysis(name: str, value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    short = {*_QUERY, *_OF_METRIC} & value.keys()
    full: JsonMap = {key: item for key, item in value.items() if key not in short}
    metrics = by_name(value["metrics"], _metric) if "metrics" in value else None
    if short:
        metrics = {**(metrics or {}), name: _metric({key: value[key] for key in short})}
    if metrics is not None:
        full["metrics"] = by_name(metrics)
    if "args" in value:
        full["args"] = by_name(value["args"], lambda arg: {"value": arg} if isinstance(arg, str) else arg)
    return full


def _expand(value: Json) -> JsonMap:
    if not isinstance(value, dict):
        return {"analysis": value}
    return {"analysis": {name: _analysis(name, item) for name, item in value.items()}}


FIELDS = (
    Field(
        "analysis",
        map_of(_ANALYSIS, "dns-label"),
        "Analyses that the strategy of a Rollout refers to by name: a Prometheus query, or Argo's own metrics. Each "
        "becomes an AnalysisTemplate.",
        {
            "success-rate": {
                "query": 'sum(rate(http_requests_total{service="{name}",code!~"5.."}[2m]))',
                "success": ">= 0.95",
                "interval": "1m",
                "count": 5,
            }
        },
        expand=_expand,
        reach=Reach.SERVICE,
    ),
)
