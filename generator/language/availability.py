"""High availability: what a service with two or more pods gets in production, unless it says otherwise."""

from __future__ import annotations

from generator.language.types import Field, Reach, boolean

FIELDS = (
    Field(
        "highAvailability",
        boolean(),
        "Whether a workload with two or more pods gets a disruption budget, spread over zones and nodes, a rollout "
        "that never has fewer pods than wanted, a pause before it stops in which load balancers forget it, time to "
        "stop after that, and the environment's priority class. What a field itself says stands above it, and `null` "
        "takes one of them away. True in environments with `production: true`.",
        False,
        reach=Reach.SHARED,
    ),
)
