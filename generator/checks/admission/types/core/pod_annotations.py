"""The annotations of a pod, or of a template -> what is wrong with those that say something of its spec.

https://kubernetes.io/docs/reference/labels-annotations-taints/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.types.core import pod_os
from generator.checks.admission.types.core.pod_containers import containers
from generator.checks.admission.wrong import Wrong, conflict, malformed, unknown
from generator.json_types import Json, JsonMap, Path

MIRROR = "kubernetes.io/config.mirror"
_COST = "controller.kubernetes.io/pod-deletion-cost"
_TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations"
_SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
_SECCOMP = "container.seccomp.security.alpha.kubernetes.io/"
_APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/"
_LOCAL = "localhost/"
_DEFAULTS = ("runtime/default", "docker/default")
_READABLE = re.compile(r"runtime/default|unconfined|localhost/\S(?:.*\S)?", re.DOTALL)
_WHOLE = re.compile(r"0|[1-9][0-9]*|-[0-9]+")


def of_template(template: JsonMap) -> Iterator[Wrong]:
    return _annotations(template, read=False)


def of_pod(pod: JsonMap) -> Iterator[Wrong]:
    """A server reads a Pod's annotations of AppArmor into containers that have no profile of their own."""
    return _annotations(pod, read=True)


def _annotations(pod: JsonMap, *, read: bool) -> Iterator[Wrong]:
    own, spec = (pod.get("metadata") or {}).get("annotations"), pod.get("spec") or {}
    if own:
        for key, value in own.items():
            yield from (wrong.below("metadata", "annotations", key) for wrong in _of(key, value or "", spec))
        yield from _both_ways(own, spec, read=read)


def _of(key: str, value: str, spec: JsonMap) -> Iterator[Wrong]:
    if key == MIRROR and not spec.get("nodeName"):
        yield Wrong("forbidden-field", "only a pod with a nodeName mirrors one of a node", "remove the annotation")
    elif key == _COST and not (_WHOLE.fullmatch(value) and -(1 << 31) <= int(value) < 1 << 31):
        yield malformed(value, "a whole number of 32 bits", "write it without a sign + and zeros at its beginning")
    elif key == _TOLERATIONS and not _is_list(value):
        yield malformed(value, "a JSON list", "write the pod's `tolerations` instead")
    elif key == _SECCOMP_POD or key.startswith(_SECCOMP):
        yield from _seccomp(value)
    elif key.startswith(_APP_ARMOR):
        yield from _app_armor(key.removeprefix(_APP_ARMOR), value, spec)


def _is_list(value: str) -> bool:
    try:
        return not value or isinstance(json.loads(value), list | None)
    except ValueError:
        return False


def _seccomp(value: str) -> Iterator[Wrong]:
    if value.startswith(_LOCAL):
        if wrong := formats.relative_path(value.removeprefix(_LOCAL)):
            yield wrong
    elif value not in (*_DEFAULTS, "unconfined"):
        yield malformed(value, "a seccomp profile", "write the container's securityContext.seccompProfile instead")


def _app_armor(name: str, value: str, spec: JsonMap) -> Iterator[Wrong]:
    names = [container.get("name") for _, container in containers(spec)]
    if name not in names:
        yield unknown(name, "container", filter(None, names))
    if value not in ("", "runtime/default", "unconfined") and not value.startswith(_LOCAL):
        yield malformed(value, "an AppArmor profile", "write the container's securityContext.appArmorProfile instead")


def _both_ways(own: JsonMap, spec: JsonMap, *, read: bool) -> Iterator[Wrong]:
    """A profile that an annotation and a field name is the same in both."""
    context = spec.get("securityContext") or {}
    if (text := own.get(_SECCOMP_POD)) is not None:
        yield from _same(text, context.get("seccompProfile"), _DEFAULTS, ("spec", "securityContext", "seccompProfile"))
    for place, container in containers(spec):
        inner, name = container.get("securityContext") or {}, container.get("name")
        at: Path = ("spec", *place, "securityContext")
        if (text := own.get(f"{_SECCOMP}{name}")) is not None:
            yield from _same(text, inner.get("seccompProfile"), _DEFAULTS, (*at, "seccompProfile"))
        if (text := own.get(f"{_APP_ARMOR}{name}")) is not None and pod_os.name_of(spec) != "windows":
            outer = None if read and _READABLE.fullmatch(text) else context.get("appArmorProfile")
            profile = inner.get("appArmorProfile") or outer
            yield from _same(text, profile, _DEFAULTS[:1], (*at, "appArmorProfile"))


def _same(annotation: str, profile: Json, defaults: tuple[str, ...], place: Path) -> Iterator[Wrong]:
    kind = (profile or {}).get("type")
    local = kind == "Localhost" and annotation == f"{_LOCAL}{profile.get('localhostProfile')}"
    fine = {"RuntimeDefault": annotation in defaults, "Unconfined": annotation == "unconfined", "Localhost": local}
    if not fine.get(kind or "", True):
        yield conflict("the annotation says something else", "remove the annotation").below(*place, "type")
