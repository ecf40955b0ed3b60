"""The alerts that a service gets by asking for them by name, each one entry of a table.

The expressions use the metrics that everybody has: of kube-state-metrics, of the kubelet and its cAdvisor, and of the
service's own HTTP server. `<word>` stands for a parameter of the alert, or for what `resources.prometheus_rule` knows.
A comparison keeps the series for which it holds, so where there is no traffic (0 / 0) or no metric, nothing fires.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from generator.json_types import Json, JsonMap
from generator.language.types import described, integer, string


class Need(Enum):
    """What a service must have for an alert to mean anything; the value says so."""

    METRICS = "metrics"
    PODS = "pods"
    REPLICAS = "pods that stay"
    LIMITS = "a limit of CPU or memory"
    SCHEDULE = "a schedule"
    PERSISTENCE = "persistent volumes"


class Rule(Struct, frozen=True):
    """One rule. `expression` is that of every kind of workload, or one by kind; "" stands for the other kinds."""

    expression: str | Mapping[str, str]
    summary: str
    description: str
    labels: JsonMap = field(default_factory=dict)


class Alert(Struct, frozen=True):
    """`main` is the parameter that the short form gives, `defaults` those of every parameter that has one."""

    title: str
    about: str
    need: Need
    main: str
    parameters: dict[str, JsonMap]
    defaults: dict[str, Json]
    rules: tuple[Rule, ...]


_WINDOW = described("Over how long the rate is taken.", string("prometheus-duration"))
_SHARE = string("percentage")

_REPLICAS = {
    "Deployment": "kube_deployment_spec_replicas{<namespace>,deployment=\"<workload>\"}\n"
    "- kube_deployment_status_replicas_available{<namespace>,deployment=\"<workload>\"}\n> <threshold>",
    "StatefulSet": "kube_statefulset_replicas{<namespace>,statefulset=\"<workload>\"}\n"
    "- kube_statefulset_status_replicas_ready{<namespace>,statefulset=\"<workload>\"}\n> <threshold>",
    "DaemonSet": "kube_daemonset_status_desired_number_scheduled{<namespace>,daemonset=\"<workload>\"}\n"
    "- kube_daemonset_status_number_available{<namespace>,daemonset=\"<workload>\"}\n> <threshold>",
    "": "sum by (namespace) (kube_replicaset_spec_replicas{<namespace>,replicaset=~\"<workload>-[^-]+\"})\n"
    "- sum by (namespace) (kube_replicaset_status_ready_replicas{<namespace>,replicaset=~\"<workload>-[^-]+\"})\n"
    "> <threshold>",
}  # fmt: skip

_LIMIT = 'max by (namespace, pod, container) (kube_pod_container_resource_limits{<pods>,resource="%s"})\n> <threshold>'

LIBRARY: dict[str, Alert] = {
    "errorRate": Alert(
        "HighErrorRate",
        "The share of HTTP requests that fail.",
        Need.METRICS,
        "threshold",
        {"threshold": _SHARE, "window": _WINDOW},
        {"threshold": "5%", "window": "5m", "for": "10m", "severity": "critical"},
        (
            Rule(
                'sum by (namespace) (rate(<requests>{<pods>,<code>=~"<errors>"}[<window>]))\n'
                "/ sum by (namespace) (rate(<requests>{<pods>}[<window>]))\n"
                "> <threshold>",
                "<service> answers with errors",
                "{{ $value | humanizePercentage }} of the requests to <workload> in {{ $labels.namespace }} have "
                "failed over the last <window>.",
            ),
        ),
    ),
    "latency": Alert(
        "HighLatency",
        "How long HTTP requests take, at a quantile. The histogram needs a bucket above the threshold.",
        Need.METRICS,
        "threshold",
        {
            "threshold": string("prometheus-duration"),
            "quantile": described("Which share of them is faster.", {"type": ["number"], "minimum": 0, "maximum": 1}),
            "window": _WINDOW,
        },
        {"threshold": "1s", "quantile": 0.99, "window": "5m", "for": "10m", "severity": "warning"},
        (
            Rule(
                "histogram_quantile(\n"
                "  <quantile>,\n"
                "  sum by (namespace, le) (rate(<duration>_bucket{<pods>}[<window>]))\n"
                ")\n"
                "> <threshold>",
                "<service> is slow",
                "The <quantile> quantile of how long requests to <workload> in {{ $labels.namespace }} take is "
                "{{ $value | humanizeDuration }} over the last <window>.",
            ),
        ),
    ),
    "unreachable": Alert(
        "Unreachable",
        "No pod answers Prometheus, be it that all are down or that none is there.",
        Need.METRICS,
        "for",
        {},
        {"for": "5m", "severity": "critical"},
        (
            Rule(
                "absent(up{<pods>})\nor\nsum by (namespace) (up{<pods>}) == 0",
                "<service> cannot be scraped",
                "Prometheus reaches no pod of <workload> in {{ $labels.namespace }}.",
            ),
        ),
    ),
    "saturation": Alert(
        "Saturation",
        "How much of its limit of CPU or memory a container uses.",
        Need.LIMITS,
        "threshold",
        {"threshold": _SHARE, "window": described("Over how long CPU time is taken.", string("prometheus-duration"))},
        {"threshold": "90%", "window": "5m", "for": "15m", "severity": "warning"},
        (
            Rule(
                'sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{<pods>,container!=""}'
                "[<window>]))\n/ on (namespace, pod, container)\n" + _LIMIT % "cpu",
                "<service> is at its limit of CPU",
                "The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} uses "
                "{{ $value | humanizePercentage }} of its CPU limit.",
                {"resource": "cpu"},
            ),
            Rule(
                'max by (namespace, pod, container) (container_memory_working_set_bytes{<pods>,container!=""})\n'
                "/ on (namespace, pod, container)\n" + _LIMIT % "memory",
                "<service> is at its limit of memory",
                "The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} uses "
                "{{ $value | humanizePercentage }} of its memory limit, and is killed above it.",
                {"resource": "memory"},
            ),
        ),
    ),
    "restarts": Alert(
        "Restarts",
        "How often a container was started again.",
        Need.PODS,
        "threshold",
        {
            "threshold": described("How many restarts are none too many.", integer()),
            "window": described("Over how long they are counted.", string("prometheus-duration")),
        },
        {"threshold": 3, "window": "1h", "for": "0s", "severity": "warning"},
        (
            Rule(
                "sum by (namespace, pod, container) (\n"
                "  increase(kube_pod_container_status_restarts_total{<pods>}[<window>])\n"
                "  or increase(kube_pod_init_container_status_restarts_total{<pods>}[<window>])\n"
                ")\n"
                "> <threshold>",
                "<service> restarts again and again",
                "The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} has restarted "
                '{{ $value | printf "%.0f" }} times within <window>.',
            ),
        ),
    ),
    "unavailable": Alert(
        "ReplicasUnavailable",
        "How many of the wanted pods are missing or not ready.",
        Need.REPLICAS,
        "threshold",
        {"threshold": described("How many may be.", integer())},
        {"threshold": 0, "for": "15m", "severity": "warning"},
        (
            Rule(
                _REPLICAS,
                "<service> has fewer pods than it should",
                "{{ $value }} pods of <workload> in {{ $labels.namespace }} have not been available for <for>.",
            ),
        ),
    ),
    "deadline": Alert(
        "DeadlineMissed",
        "How long ago a CronJob last succeeded, or was created where it never did. A suspended one is left alone.",
        Need.SCHEDULE,
        "after",
        {"after": described("After how long without a success.", string("prometheus-duration"))},
        {"for": "0s", "severity": "critical"},
        (
            Rule(
                "time()\n"
                "- (\n"
                '  kube_cronjob_status_last_successful_time{<namespace>,cronjob="<workload>"}\n'
                '  or on (namespace, cronjob) kube_cronjob_created{<namespace>,cronjob="<workload>"}\n'
                ")\n"
                "> <after>\n"
                'unless on (namespace, cronjob) kube_cronjob_spec_suspend{<namespace>,cronjob="<workload>"} == 1',
                "<service> has not succeeded in time",
                "The last success of <workload> in {{ $labels.namespace }} is {{ $value | humanizeDuration }} ago.",
            ),
        ),
    ),
    "volume": Alert(
        "VolumeFillingUp",
        "How full a persistent volume is, in bytes or in inodes.",
        Need.PERSISTENCE,
        "threshold",
        {"threshold": _SHARE},
        {"threshold": "85%", "for": "15m", "severity": "warning"},
        (
            Rule(
                "(\n"
                "  1 - kubelet_volume_stats_available_bytes{<claims>} / kubelet_volume_stats_capacity_bytes{<claims>}\n"
                "  > <threshold>\n"
                ")\n"
                "or\n"
                "(\n"
                "  kubelet_volume_stats_inodes_used{<claims>} / kubelet_volume_stats_inodes{<claims>}\n"
                "  > <threshold>\n"
                ")",
                "<service> runs out of disk space",
                "The claim {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is "
                "{{ $value | humanizePercentage }} full.",
            ),
        ),
    ),
}  # fmt: skip

HTTP = {
    "requests": "http_requests_total",
    "code": "code",
    "errors": "5..",
    "duration": "http_request_duration_seconds",
}
"""What the metrics of an HTTP server are called where nobody says otherwise: as Prometheus' own libraries do."""
