"""Windows pods with the rights of their node: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.contexts import contexts
from generator.checks.policy.pods import Pod
from generator.json_types import as_map

RULE = "pod-security-windows-host-process"
LEVEL = "baseline"
SINCE = (1, 0)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for who, path, security in contexts(pod):
        if as_map(security.get("windowsOptions")).get("hostProcess") is True:
            place = (*path, "windowsOptions", "hostProcess")
            yield Wrong(RULE, f"{who} runs as processes of the Windows node", "remove `hostProcess`", place)
