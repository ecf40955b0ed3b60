"""System calls without a filter: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.contexts import contexts
from generator.checks.policy.pods import Pod
from generator.json_types import as_map

RULE = "pod-security-seccomp-profile-baseline"
LEVEL = "baseline"
SINCE = (1, 0)
ALLOWED = ("RuntimeDefault", "Localhost")
_FIELD_SINCE = (1, 19)
_POD = "seccomp.security.alpha.kubernetes.io/pod"
_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    yield from fields(pod, RULE) if minor >= _FIELD_SINCE else _annotations(pod)


def fields(pod: Pod, rule: str) -> Iterator[Wrong]:
    """Profiles that are given and not allowed."""
    for who, path, security in contexts(pod):
        profile = security.get("seccompProfile")
        if isinstance(profile, dict) and profile.get("type") not in ALLOWED:
            message = f"{who} sets the seccomp profile {profile.get('type') or 'without a type'}"
            yield Wrong(rule, message, "use RuntimeDefault or Localhost", (*path, "seccompProfile", "type"))


def _annotations(pod: Pod) -> Iterator[Wrong]:
    annotations = as_map(pod.metadata.get("annotations"))
    for key in (_POD, *(f"{_CONTAINER}{container.name}" for container in pod.containers)):
        value = str(annotations.get(key, "runtime/default"))
        if value not in ("runtime/default", "docker/default") and not value.startswith("localhost/"):
            place = (*pod.path, "metadata", "annotations", key)
            yield Wrong(RULE, f"the seccomp profile is {value}", "use runtime/default or localhost/", place)
