"""autoscaling/v1 and autoscaling/v2."""

from generator.checks.admission.types.autoscaling import (
    container_resource_metric_source,
    external_metric_source,
    horizontal_pod_autoscaler,
    horizontal_pod_autoscaler_behavior,
    horizontal_pod_autoscaler_spec,
    horizontal_pod_autoscaler_spec_v1,
    hpa_scaling_policy,
    hpa_scaling_rules,
    metric_identifier,
    metric_spec,
    metric_target,
    object_metric_source,
    pods_metric_source,
    resource_metric_source,
    scale,
    scale_spec,
)

TYPES = (
    container_resource_metric_source,
    external_metric_source,
    horizontal_pod_autoscaler,
    horizontal_pod_autoscaler_behavior,
    horizontal_pod_autoscaler_spec,
    horizontal_pod_autoscaler_spec_v1,
    hpa_scaling_policy,
    hpa_scaling_rules,
    metric_identifier,
    metric_spec,
    metric_target,
    object_metric_source,
    pods_metric_source,
    resource_metric_source,
    scale,
    scale_spec,
)
