"""Processor and memory: a named size of the platform's, or exact."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.types import Field, Reach, described, either, fields, kubernetes, map_of, string

QUANTITY = either(string("quantity"), {"type": ["number"], "minimum": 0})

RESOURCES = kubernetes(
    "ResourceRequirements",
    requests=described("What the scheduler reserves.", map_of(QUANTITY, "resource-name")),
    limits=described("What the container may not exceed.", map_of(QUANTITY, "resource-name")),
)

SIZES: JsonMap = {
    "small": {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "256Mi"}},
    "medium": {"requests": {"cpu": "250m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
    "large": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "2Gi"}},
}
"""The sizes that a platform has unless it says otherwise."""

SIZE = fields(requests=map_of(QUANTITY, "resource-name"), limits=map_of(QUANTITY, "resource-name"))

FIELDS = (
    Field(
        "size",
        string("dns-label"),
        "A named size from the platform file (`small`, `medium` and `large` by default). `resources` adds to it.",
        "small",
        reach=Reach.SHARED,
    ),
    Field(
        "resources",
        RESOURCES,
        "Requests and limits of the main container, exactly.",
        {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "512Mi"}},
        reach=Reach.SHARED,
    ),
    Field(
        "podResources",
        RESOURCES,
        "Requests and limits of all containers of the pod together (`spec.resources` of the pod).",
        {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"memory": "1Gi"}},
        reach=Reach.SHARED,
    ),
)
