"""PodSecurityContext: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.core.security.ids import identity

TYPE = "io.k8s.api.core.v1.PodSecurityContext"

FIELDS = {
    "fsGroup": Field(identity, keeps=True),
    "runAsUser": Field(identity, keeps=True),
    "runAsGroup": Field(identity, keeps=True),
    "supplementalGroups": Field(items=identity),
    "fsGroupChangePolicy": Field(one_of("OnRootMismatch", "Always"), keeps=True),
    "supplementalGroupsPolicy": since("1.33", Field(one_of("Merge", "Strict"), keeps=True), before=IGNORED),
    "seLinuxChangePolicy": since(
        "1.33",
        Field(since("1.37", one_of("MountOption", "Recursive"), before=one_of("Recursive")), keeps=True),
        before=IGNORED,
    ),
}
