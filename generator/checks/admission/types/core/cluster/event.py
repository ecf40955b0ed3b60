"""Event of v1: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.events import recorded
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.core.v1.Event"

RULES = (metadata.named(formats.path_segment), recorded.rule("involvedObject", "reportingComponent", "message"))
