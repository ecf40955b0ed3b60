"""MetricSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.autoscaling.v2.MetricSpec"

SOURCES = {
    "Object": "object",
    "External": "external",
    "Pods": "pods",
    "Resource": "resource",
    "ContainerResource": "containerResource",
}

FIELDS = {"type": Field(one_of(*sorted(SOURCES)), required=True)}


def one_source(metric: JsonMap) -> Iterator[Wrong]:
    """The type says which field is there, and no other one is."""
    kind = metric.get("type")
    wanted = SOURCES.get(kind or "")
    others = [source for source in SOURCES.values() if source != wanted and metric.get(source) is not None]
    if wanted and metric.get(wanted) is None:
        hint = f"rename {others[0]} to {wanted}, or change the type" if others else ""
        yield missing(wanted, hint, why=f"for a metric of type {kind}")
    elif wanted:
        for source in others:
            hint = "make a metric of its own out of it"
            yield forbidden(f"a metric of type {kind} takes only {wanted}", hint).below(source)


RULES = (one_source,)
