"""ResourceQuota and LimitRange."""
