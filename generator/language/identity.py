"""What a service is called, what kind of workload it is, and where it exists."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, Reach, array, boolean, enum, map_of, string

KINDS = ("Deployment", "Rollout", "StatefulSet", "DaemonSet", "CronJob", "Job", "ScaledJob", "None")


def _pod_labels(value: Json) -> JsonMap:
    """A null stays known, as false, for it takes away what another field gives."""
    if isinstance(value, dict):
        value = {key: False if text is None else text for key, text in value.items()}
    return {"podLabels": value}


FIELDS = (
    Field(
        "kind",
        enum(*KINDS),
        "The kind of workload. `None` is for a service without pods: what stands outside of the cluster, or what "
        "others share.",
        "StatefulSet",
        default="Deployment",
    ),
    Field(
        "name",
        string("dns-label"),
        "The name of the workload and the stem of the other names. Defaults to the name of the file.",
        "orders",
    ),
    Field(
        "enabled",
        boolean(),
        "Whether the service exists. Set it under `environments` to leave a service out of one environment, "
        "or to `false` at the top and to `true` in the environments that have it.",
        False,
        default=True,
    ),
    Field(
        "description",
        string(),
        "What the service does, in a sentence, for people.",
        "Takes and tracks orders.",
        reach=Reach.SERVICE,
    ),
    Field("owner", string(), "The team that answers for the service.", "team-checkout", reach=Reach.SERVICE),
    Field(
        "profiles",
        array(string("dns-label")),
        "Sets of defaults from the platform file, applied in this order, below the service's own fields.",
        ["web"],
        reach=Reach.SERVICE,
    ),
    Field(
        "labels",
        map_of(string("label-value"), "label-key"),
        "Labels for every resource of the service and for its pods. They never enter a selector. Null drops one of the "
        "three that there are by default.",
        {"tier": "backend", "app.kubernetes.io/part-of": None},
        default={
            "app.kubernetes.io/component": "{component}",
            "app.kubernetes.io/name": "{service}",
            "app.kubernetes.io/part-of": "{platform}",
        },
        reach=Reach.SHARED,
    ),
    Field(
        "annotations",
        map_of(string(), "label-key"),
        "Annotations for every resource of the service.",
        {"example.com/docs": "https://docs.example.com/orders"},
        reach=Reach.SHARED,
    ),
    Field(
        "podLabels",
        map_of(string("label-value"), "label-key"),
        "Labels for the pods only. Null keeps one of `labels` away from them.",
        {"sidecar.istio.io/inject": "true", "tier": None},
        expand=_pod_labels,
        reach=Reach.SHARED,
    ),
    Field(
        "podAnnotations",
        map_of(string(), "label-key"),
        "Annotations for the pods only.",
        {"cluster-autoscaler.kubernetes.io/safe-to-evict": "true"},
        reach=Reach.SHARED,
    ),
    Field(
        "workloadLabels",
        map_of(string("label-value"), "label-key"),
        "Labels for the workload itself, and not for its pods.",
        {"kueue.x-k8s.io/queue-name": "batch"},
        reach=Reach.SHARED,
    ),
    Field(
        "workloadAnnotations",
        map_of(string(), "label-key"),
        "Annotations for the workload itself, and not for its pods.",
        {"keel.sh/policy": "minor"},
        reach=Reach.SHARED,
    ),
    Field(
        "component",
        string("label-value"),
        "The label `app.kubernetes.io/component`, by which the pods of the service's workloads are told apart. It is "
        "part of the selector. `main`, or the name that a further workload has under `workloads`.",
        "api",
    ),
    Field(
        "selector",
        map_of(string("label-value"), "label-key"),
        "The labels that select the pods. They cannot change in a running cluster, so pin them when you adopt a "
        "workload. Defaults to `app.kubernetes.io/name` with the service's name, and `component`. `{}` "
        "leaves the pods of a Job without.",
        {"app": "orders"},
    ),
)
