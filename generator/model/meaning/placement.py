"""Where and as whom pods run: what Kubernetes refuses beyond its schema, or starts no container with.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_SPREAD = "topologySpreadConstraints"


def check(plan: ServicePlan) -> Iterator[Fault]:
    if not plan.has_pods:
        return
    spec = plan.spec
    yield from _spread(spec)
    for index, item in enumerate(spec.get("tolerations") or []):
        yield from _toleration(item, ("tolerations", index))
    if spec.get("dnsPolicy") == "None" and not (spec.get("dnsConfig") or {}).get("nameservers"):
        message = "nobody answers the pods' questions for names"
        hint = "add `dnsConfig: {nameservers: [...]}`"
        yield Fault("missing-field", ("dnsPolicy",), message, hint, reads=("dnsConfig",))
    if spec.get("hostPID") and spec.get("shareProcessNamespace"):
        message = "a pod has the processes of the node, or those of its containers, not both"
        yield Fault("contradicting-namespaces", ("shareProcessNamespace",), message, "remove it", reads=("hostPID",))
    required = "requiredDuringSchedulingIgnoredDuringExecution"
    terms = ((spec.get("affinity") or {}).get("nodeAffinity") or {}).get(required)
    if terms is not None and not terms.get("nodeSelectorTerms"):
        message, hint = "no node is named that pods may run on", "add `nodeSelectorTerms: [...]`"
        yield Fault("missing-field", ("affinity", "nodeAffinity", required), message, hint, reads=("affinity",))
    for path, own in _containers(spec):
        security = own.get("securityContext") or {}
        if path and "securityContext" in spec and "allowPrivilegeEscalation" not in own.get("unprotected", {}):
            security = {"allowPrivilegeEscalation": False, **security}  # what further containers start from
        yield from _security(path, security, spec.get("podSecurityContext") or {})


def _spread(spec: JsonMap) -> Iterator[Fault]:
    seen = set()
    for index, item in enumerate(spec.get(_SPREAD) or []):
        when = item.get("whenUnsatisfiable", "ScheduleAnyway")
        key = (item.get("topologyKey"), when)
        if key in seen:
            message = f"the pods are spread over {key[0]} twice"
            yield Fault("duplicate-spread", (_SPREAD, index), message, "remove one of them")
        seen.add(key)
        if "minDomains" in item and when != "DoNotSchedule":
            message = "a least number of domains can be asked for only where pods wait for them"
            hint = "add `whenUnsatisfiable: DoNotSchedule`, or remove it"
            yield Fault("invalid-spread", (_SPREAD, index, "minDomains"), message, hint)


def _toleration(item: JsonMap, field: Path) -> Iterator[Fault]:
    operator = item.get("operator", "Equal")
    if operator == "Exists" and item.get("value"):
        message = "a taint that exists is tolerated whatever its value is"
        yield Fault("invalid-toleration", (*field, "value"), message, "remove it, or write `operator: Equal`")
    elif operator != "Exists" and not item.get("key"):
        message = "the toleration names no taint"
        yield Fault("invalid-toleration", field, message, "add `key:`, or write `operator: Exists` for every taint")
    if "tolerationSeconds" in item and item.get("effect") != "NoExecute":
        message = "only pods that a taint would evict stay for some seconds"
        yield Fault("invalid-toleration", (*field, "tolerationSeconds"), message, "add `effect: NoExecute`")


def _containers(spec: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    yield (), spec
    for group in ("initContainers", "containers"):
        yield from (((group, name), own) for name, own in spec.get(group, {}).items())


def _security(path: Path, own: JsonMap, pod: JsonMap) -> Iterator[Fault]:
    reads = ("securityContext", "podSecurityContext", "runAs")
    if own.get("runAsUser", pod.get("runAsUser")) == 0 and own.get("runAsNonRoot", pod.get("runAsNonRoot")):
        message = "the user is root, and `runAsNonRoot` forbids that: the container would not start"
        at = (*path, "securityContext") if "runAsUser" in own else ("podSecurityContext",)
        hint = "write another user, or `podSecurityContext: {runAsNonRoot: false}`"
        yield Fault("root-that-is-none", (*at, "runAsUser"), message, hint, reads=reads)
    if own.get("privileged") and own.get("allowPrivilegeEscalation") is False:
        message = "a privileged container cannot be kept from gaining rights"
        hint = "add `allowPrivilegeEscalation: true`"
        yield Fault("contradicting-rights", (*path, "securityContext", "privileged"), message, hint, reads=reads)
