"""autoscaling/v1 and autoscaling/v2."""
