"""SecurityContext: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context-1"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.core.security.ids import identity
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.SecurityContext"

FIELDS = {
    "runAsUser": Field(identity, keeps=True),
    "runAsGroup": Field(identity, keeps=True),
    "procMount": since("1.33", Field(one_of("Default", "Unmasked"), keeps=True), before=IGNORED),
}


def no_escalation(context: JsonMap) -> Iterator[Wrong]:
    if context.get("allowPrivilegeEscalation") is not False:
        return
    if context.get("privileged"):
        why = "a privileged container can escalate its privileges"
        yield conflict(why, "remove it, or privileged").below("allowPrivilegeEscalation")
    if "CAP_SYS_ADMIN" in ((context.get("capabilities") or {}).get("add") or ()):
        why = "a container with CAP_SYS_ADMIN can escalate its privileges"
        yield conflict(why, "remove it, or the capability").below("allowPrivilegeEscalation")


RULES = (no_escalation,)
