"""A pod's spec -> what its operating system does not have: https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, since
from generator.checks.admission.types.core.pod_containers import containers
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.PodOS"

FIELDS = {"name": Field(one_of("linux", "windows"), required=True)}

_OF_POD = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
)
_OF_CONTAINER = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
)


def name_of(spec: JsonMap) -> str:
    """The system that a pod names; empty where it names none."""
    return (spec.get("os") or {}).get("name") or ""


def not_on_linux(spec: JsonMap) -> Iterator[Wrong]:
    if name_of(spec) == "linux":
        yield from _set(spec, ("windowsOptions",), ("windowsOptions",), "linux")


def not_on_windows(spec: JsonMap) -> Iterator[Wrong]:
    if name_of(spec) == "windows":
        yield from _set(spec, _OF_POD, _OF_CONTAINER, "windows")
        for field in ("hostPID", "hostIPC"):
            if spec.get(field):
                yield _forbidden("windows").below(field)
        if spec.get("shareProcessNamespace") is not None:
            yield _forbidden("windows").below("shareProcessNamespace")
        if (spec.get("securityContext") or {}).get("sysctls"):
            yield _forbidden("windows").below("securityContext", "sysctls")


def later_fields_not_on_windows(spec: JsonMap) -> Iterator[Wrong]:
    """Those that earlier versions drop."""
    if name_of(spec) == "windows":
        yield from _set(spec, ("supplementalGroupsPolicy", "seLinuxChangePolicy"), (), "windows")
        if spec.get("hostUsers") is not None:
            yield _forbidden("windows").below("hostUsers")


def _set(spec: JsonMap, of_pod: Sequence[str], of_container: Sequence[str], system: str) -> Iterator[Wrong]:
    yield from _in_context(spec, of_pod, system)
    for place, container in containers(spec):
        yield from (wrong.below(*place) for wrong in _in_context(container, of_container, system))


def _in_context(owner: JsonMap, fields: Sequence[str], system: str) -> Iterator[Wrong]:
    context = owner.get("securityContext") or {}
    for field in fields:
        if context.get(field) is not None:
            yield _forbidden(system).below("securityContext", field)


def _forbidden(system: str) -> Wrong:
    return forbidden(f"may not be set for a pod on {system}", f"remove it, or the os: {system}")


RULES = (not_on_linux, not_on_windows, since("1.33", later_fields_not_on_windows))
