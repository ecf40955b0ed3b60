"""What people are told of, by rules of Prometheus."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.alert_library import HTTP, LIBRARY, Alert
from generator.language.naming import renamed
from generator.language.types import (
    Field,
    boolean,
    custom,
    described,
    either,
    fields,
    map_of,
    named,
    string,
)

_KIND = "monitoring.coreos.com/v1/PrometheusRule"
_LABELS = map_of(string(), "metric-label")

_COMMON = {
    "severity": described("The label `severity` of the alerts.", string()),
    "labels": described("More labels of the alerts.", _LABELS),
    "annotations": described("More annotations of the alerts.", map_of(string(), "metric-label")),
    "runbook": described(
        "The address of the runbook. Where it ends in `/` or `#`, the name of the alert follows. Placeholders are "
        "replaced.",
        string(),
    ),
}


def _alert(name: str, alert: Alert) -> JsonMap:
    short = {**alert.parameters.get(alert.main, string("prometheus-duration"))}
    short.pop("description", None)
    defaults = ", ".join(f"`{key}: {value}`" for key, value in alert.defaults.items())
    full = fields(
        name=described(f"What the alert is called; `{alert.title}` by default.", string("metric-label")),
        **alert.parameters,
        **{"for": described("For how long it must be so.", string("prometheus-duration"))},
        **_COMMON,
    )
    return described(
        f"{alert.about} It needs {alert.need.value}. By default {defaults}.", either(boolean(), short, full)
    )


def _expand(value: Json) -> JsonMap:
    if not isinstance(value, dict):
        return {"alerts": value}
    return {"alerts": {name: _parameters(name, item) if name in LIBRARY else item for name, item in value.items()}}


def _parameters(name: str, value: Json) -> Json:
    if isinstance(value, bool):
        return {} if value else None
    return value if isinstance(value, dict) or value is None else {LIBRARY[name].main: value}


FIELDS = (
    Field(
        "alerts",
        fields(
            **{name: _alert(name, alert) for name, alert in LIBRARY.items()},
            **_COMMON,
            http=described(
                "What the service's own HTTP metrics are called, where it is otherwise than "
                + ", ".join(f"`{key}: {value}`" for key, value in HTTP.items())
                + ".",
                fields(
                    requests=described("The counter of requests.", string("metric-name")),
                    code=described("Its label with the status code.", string("metric-label")),
                    errors=described("The regular expression of codes that are errors.", string()),
                    duration=described("The histogram of durations in seconds.", string("metric-name")),
                ),
            ),
        ),
        "Alerts of a small library, by name: `true`, the one number that matters, or all parameters. They become a "
        "PrometheusRule of the Prometheus operator.",
        {
            "errorRate": True,
            "latency": {"threshold": "500ms", "for": "5m"},
            "saturation": True,
            "restarts": 5,
            "runbook": "https://runbooks.example.com/orders#",
        },
        expand=_expand,
    ),
    Field(
        "rules",
        named(
            custom(
                _KIND,
                "spec.groups[].rules[]",
                group=described("The group of rules that it is in; called as the workload by default.", string()),
                labels=described("Its labels.", _LABELS),
            ),
            "rule-name",
        ),
        "Alerting and recording rules of the service's own, in the form that Prometheus has. The name is that of the "
        "alert, or that of the recorded metric where it holds a colon. Placeholders are replaced in expressions, "
        "labels and annotations; what stands between blanks, as in `{{ end }}`, is Prometheus' own template.",
        {
            "orders:checkouts:rate5m": {"expr": 'sum(rate(checkouts_total{namespace="{namespace}"}[5m]))'},
            "NoCheckouts": {
                "expr": "orders:checkouts:rate5m == 0",
                "for": "30m",
                "labels": {"severity": "critical"},
                "annotations": {"summary": "Nobody buys anything"},
            },
        },
        expand=renamed("rules"),
    ),
    Field(
        "prometheusRule",
        fields(
            name=described("Its name; the workload's by default.", string("dns-subdomain")),
            labels=described("Labels by which a Prometheus finds it.", map_of(string("label-value"), "label-key")),
            annotations=described("Its annotations.", map_of(string(), "label-key")),
            groups=described(
                "Settings of its groups of rules, by name: `interval` and the like.",
                map_of(custom(_KIND, "spec.groups[]", without=("name", "rules"))),
            ),
        ),
        "The PrometheusRule that holds the `alerts` and `rules`.",
        {"labels": {"release": "prometheus"}, "groups": {"orders": {"interval": "1m"}}},
    ),
)
