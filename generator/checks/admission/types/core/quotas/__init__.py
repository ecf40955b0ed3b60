"""ResourceQuota and LimitRange."""

from generator.checks.admission.types.core.quotas import (
    limit_range,
    limit_range_item,
    resource_quota,
    resource_quota_spec,
    scoped_resource_selector_requirement,
)

TYPES = (
    limit_range,
    limit_range_item,
    resource_quota,
    resource_quota_spec,
    scoped_resource_selector_requirement,
)
