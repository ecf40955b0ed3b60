"""A pod's spec -> what is wrong between what it shares with its node, and what its containers ask for.

https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/ and
https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import since
from generator.checks.admission.types.core.pod_containers import containers
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, duplicate, forbidden
from generator.json_types import JsonMap

_IPC = frozenset({"kernel.sem", "kernel.shm", "kernel.msg"}) | {
    f"kernel.{name}" for name in ("shmall", "shmmax", "shmmni", "shm_rmid_forced", "msgmax", "msgmnb", "msgmni")
}


def processes(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("shareProcessNamespace") and spec.get("hostPID"):
        yield conflict("shareProcessNamespace and hostPID exclude one another", "remove one of them").below(
            "shareProcessNamespace"
        )


def sysctls(spec: JsonMap) -> Iterator[Wrong]:
    seen = set()
    for position, sysctl in items(spec.get("securityContext") or {}, "sysctls"):
        name = sysctl.get("name") or ""
        place = ("securityContext", "sysctls", position, "name")
        if name and name in seen:
            yield duplicate(name, "the sysctl").below(*place)
        seen.add(name)
        shared = _shared(name)
        if shared and spec.get(shared):
            yield forbidden(f"is the node's own where {shared} is true", f"remove it, or {shared}").below(*place)


def _shared(sysctl: str) -> str:
    """The field of a pod that makes the sysctl one of its node."""
    name = _with_dots(sysctl)
    if name.startswith("net."):
        return "hostNetwork"
    return "hostIPC" if name in _IPC or name.startswith("fs.mqueue.") else ""


def _with_dots(name: str) -> str:
    """Both `net.ipv4.conf.eth0/1` and `net/ipv4/conf/eth0.1`: the first sign separates."""
    first = next((sign for sign in name if sign in "./"), ".")
    return name if first == "." else name.translate(str.maketrans("./", "/."))


def users(spec: JsonMap) -> Iterator[Wrong]:
    """A pod with users of its own shares nothing else with its node, and only it sees all of /proc."""
    if spec.get("hostUsers") is False:
        for field in ("hostNetwork", "hostPID", "hostIPC"):
            if spec.get(field):
                yield forbidden("may not be true where hostUsers is false", "remove it, or hostUsers").below(field)
        return
    for place, container in containers(spec):
        if (container.get("securityContext") or {}).get("procMount") == "Unmasked":
            hint = "write hostUsers: false, or remove it"
            why = "Unmasked needs hostUsers: false"
            yield forbidden(why, hint).below(*place, "securityContext", "procMount")


def devices(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("hostUsers") is False:
        for place, container in containers(spec):
            if container.get("volumeDevices"):
                why = "may not be set where hostUsers is false"
                yield forbidden(why, "mount the volume, or remove hostUsers").below(*place, "volumeDevices")


def host_processes(spec: JsonMap) -> Iterator[Wrong]:
    """All containers of a pod are processes of a Windows node, or none."""
    of_pod = _host_process(spec)
    found = [(place, _host_process(container)) for place, container in containers(spec)]
    for place, own in found:
        if own is not None and of_pod is not None and own is not of_pod:
            why = "the pod and its container say different things"
            at = (*place, "securityContext", "windowsOptions", "hostProcess")
            yield conflict(why, "leave it to one of them").below(*at)
    on_host = [own if own is not None else bool(of_pod) for _, own in found]
    if any(on_host):
        if not all(on_host):
            why = "all containers must be host processes, or none"
            yield conflict(why, "write hostProcess at the pod's securityContext").below("containers")
        if not spec.get("hostNetwork"):
            yield Wrong("missing-field", "hostNetwork must be true for host processes", "add it", ("hostNetwork",))


def _host_process(owner: JsonMap) -> bool | None:
    options = (owner.get("securityContext") or {}).get("windowsOptions") or {}
    value: bool | None = options.get("hostProcess")
    return value


RULES = (processes, sysctls, since("1.33", users), since("1.34", devices), host_processes)
