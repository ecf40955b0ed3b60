"""A /proc that hides nothing: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod

RULE = "pod-security-proc-mount"
LEVEL = "baseline"
SINCE = (1, 0)
_RELAXED = (1, 35)
"""A pod with users of its own may see all of them since."""


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    if minor < _RELAXED or pod.spec.get("hostUsers") is not False:
        yield from unmasked(pod, RULE, "remove `procMount`")


def unmasked(pod: Pod, rule: str, hint: str) -> Iterator[Wrong]:
    for container in pod.containers:
        kind = container.security.get("procMount")
        if kind is not None and kind != "Default":
            place = (*container.path, "securityContext", "procMount")
            yield Wrong(
                rule, f"container {container.name} sees /proc as {kind or 'nothing'}, not as Default", hint, place
            )
