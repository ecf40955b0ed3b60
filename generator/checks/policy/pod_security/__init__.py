"""A pod -> what a Pod Security Standard forbids of it, as each version of Kubernetes defines the standard.

https://kubernetes.io/docs/concepts/security/pod-security-standards/. Each module is one check, with

- RULE, the name of its rule;
- LEVEL, the standard that has it: `restricted` has what `baseline` has, too;
- SINCE, the version that introduced it;
- INSTEAD_OF, the rules of `baseline` whose place it takes;
- problems, of a pod in a version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType

from generator.checks.policy.pod_security import (
    allow_privilege_escalation,
    app_armor_profile,
    capabilities_baseline,
    capabilities_restricted,
    host_namespaces,
    host_path_volumes,
    host_ports,
    host_probes_and_host_lifecycle,
    privileged,
    proc_mount,
    proc_mount_restricted,
    restricted_volumes,
    run_as_non_root,
    run_as_user,
    se_linux_options,
    seccomp_profile_baseline,
    seccomp_profile_restricted,
    sysctls,
    windows_host_process,
)
from generator.checks.policy.pods import Pod
from generator.problems import Problem

CHECKS: tuple[ModuleType, ...] = (
    privileged,
    host_namespaces,
    host_path_volumes,
    host_ports,
    host_probes_and_host_lifecycle,
    capabilities_baseline,
    proc_mount,
    se_linux_options,
    seccomp_profile_baseline,
    app_armor_profile,
    sysctls,
    windows_host_process,
    restricted_volumes,
    allow_privilege_escalation,
    run_as_non_root,
    run_as_user,
    seccomp_profile_restricted,
    capabilities_restricted,
    proc_mount_restricted,
)

LATEST = (9999, 0)


def problems(pod: Pod, level: str, version: str) -> Iterator[Problem]:
    """`level` is `baseline` or `restricted`; `version` may be any version of Kubernetes, or `latest`."""
    minor = minor_of(version)
    for check in checks(level, minor):
        for wrong in check.problems(pod, minor):
            yield wrong.problem()


@cache
def checks(level: str, minor: tuple[int, int]) -> Sequence[ModuleType]:
    """Those of a standard in a version."""
    own = [check for check in CHECKS if check.LEVEL in ("baseline", level) and minor >= check.SINCE]
    replaced = {rule for check in own for rule in getattr(check, "INSTEAD_OF", ())}
    return [check for check in own if check.RULE not in replaced]


@cache
def minor_of(version: str) -> tuple[int, int]:
    """`v1.36.2` and `1.36` as (1, 36); the latest one of what is no number."""
    found = re.match(r"v?([0-9]+)\.([0-9]+)", version)
    return (int(found[1]), int(found[2])) if found else LATEST
