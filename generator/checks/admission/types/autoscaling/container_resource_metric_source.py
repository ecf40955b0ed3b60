"""ContainerResourceMetricSource: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from generator.checks.admission import formats, resource_names
from generator.checks.admission.field import Field
from generator.checks.admission.types.autoscaling import metric_target

TYPE = "io.k8s.api.autoscaling.v2.ContainerResourceMetricSource"

FIELDS = {
    "name": Field(resource_names.of_container, required=True),
    "container": Field(formats.dns_label, required=True),
    "target": Field(required=True),
}

RULES = (metric_target.of("averageUtilization", "averageValue", one=True),)
