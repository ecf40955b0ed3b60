"""AppArmor switched off: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.contexts import contexts
from generator.checks.policy.pods import Pod
from generator.json_types import as_map

RULE = "pod-security-app-armor-profile"
LEVEL = "baseline"
SINCE = (1, 0)
_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for who, path, security in contexts(pod):
        profile = security.get("appArmorProfile")
        if isinstance(profile, dict) and profile.get("type") not in ("RuntimeDefault", "Localhost"):
            message = f"{who} sets the AppArmor profile {profile.get('type') or 'without a type'}"
            yield Wrong(RULE, message, "use RuntimeDefault or Localhost", (*path, "appArmorProfile", "type"))
    for key, value in as_map(pod.metadata.get("annotations")).items():
        if str(key).startswith(_ANNOTATION) and not _is_allowed(str(value)):
            place = (*pod.path, "metadata", "annotations", key)
            yield Wrong(RULE, f"the AppArmor profile is {value}", "use runtime/default or localhost/", place)


def _is_allowed(value: str) -> bool:
    return value in ("", "runtime/default") or value.startswith("localhost/")
