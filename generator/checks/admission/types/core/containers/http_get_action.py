"""HTTPGetAction: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#LifecycleHandler"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.core.v1.HTTPGetAction"

FIELDS = {
    "path": Field(default="/"),
    "port": Field(formats.port, required=True),
    "scheme": Field(one_of("HTTP", "HTTPS"), default="HTTP"),
    "protocol": IGNORED,
}
