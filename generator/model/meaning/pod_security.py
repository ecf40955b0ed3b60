"""What the Pod Security Standard of the environment's namespace refuses, where a service plainly asks for it.

https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_OF_NODE = ("hostIPC", "hostNetwork", "hostPID")
_CAPABILITIES = frozenset(
    "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID "
    "SYS_CHROOT".split()
)
"""What `baseline` lets a container add."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    level = plan.environment.own.get("podSecurity", {}).get("enforce", "privileged")
    if level == "privileged" or not plan.has_pods:
        return
    for field, message in _baseline(plan.spec):
        yield _refused(plan, field, message, "baseline")
    if level == "restricted":
        for field, message in _restricted(plan.spec):
            yield _refused(plan, field, message, "restricted")


def _refused(plan: ServicePlan, field: Path, message: str, level: str) -> Fault:
    hint = f"remove it, or set `podSecurity` of the environment {plan.environment.name}"
    text = f"{message}, which the Pod Security Standard of the namespace ({level}) refuses"
    return Fault("pod-security", field, text, hint, reads=("podSecurity",))


def _baseline(spec: JsonMap) -> Iterator[tuple[Path, str]]:
    for name in _OF_NODE:
        if spec.get(name):
            yield (name,), f"`{name}` shares a namespace of the node"
    for name, volume in spec.get("volumes", {}).items():
        if "hostPath" in volume:
            yield ("volumes", name, "hostPath"), "the volume is a path of the node"
    for path, container in _containers(spec):
        own = container.get("securityContext", {})
        if own.get("privileged"):
            yield (*path, "securityContext", "privileged"), "the container may do everything on the node"
        for index, name in enumerate(own.get("capabilities", {}).get("add", [])):
            if name not in _CAPABILITIES:
                where = (*path, "securityContext", "capabilities", "add", index)
                yield where, f'the container has the capability "{name}"'
        for name, port in container.get("ports", {}).items():
            if port.get("hostPort"):
                yield (*path, "ports", name, "hostPort"), "the container has a port of the node"


def _restricted(spec: JsonMap) -> Iterator[tuple[Path, str]]:
    pod = spec.get("podSecurityContext", {})
    if pod.get("runAsNonRoot") is False and not spec.get("securityContext", {}).get("runAsNonRoot"):
        yield ("podSecurityContext", "runAsNonRoot"), "the container may run as root"
    if pod.get("runAsUser") == 0:
        yield ("podSecurityContext", "runAsUser"), "the container runs as root"
    for path, container in _containers(spec):
        own = container.get("securityContext", {})
        if own.get("runAsNonRoot") is False:
            yield (*path, "securityContext", "runAsNonRoot"), "the container may run as root"
        if own.get("runAsUser") == 0:
            yield (*path, "securityContext", "runAsUser"), "the container runs as root"
        if own.get("allowPrivilegeEscalation"):
            yield (
                (*path, "securityContext", "allowPrivilegeEscalation"),
                "the container may gain more rights than it has",
            )
        for index, name in enumerate(own.get("capabilities", {}).get("add", [])):
            if name in _CAPABILITIES and name != "NET_BIND_SERVICE":
                where = (*path, "securityContext", "capabilities", "add", index)
                yield where, f'the container has the capability "{name}"'


def _containers(spec: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    yield (), spec
    for group in ("initContainers", "containers"):
        for name, container in spec.get(group, {}).items():
            yield (group, name), container
