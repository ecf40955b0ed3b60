"""Fields that the Kubernetes of an environment drops: their feature is not on there.

A cluster takes a field of a feature that is switched off without a word, and forgets it
(https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_POD = {
    "podResources": ("1.34", "PodLevelResources"),
    "hostUsers": ("1.33", "UserNamespacesSupport"),
    "hostnameOverride": ("1.35", "HostnameOverride"),
}
_CONTAINER = {
    "containerRestartPolicy": ("1.35", "ContainerRestartRules"),
    "resizePolicy": ("1.33", "InPlacePodVerticalScaling"),
    "restartPolicyRules": ("1.35", "ContainerRestartRules"),
}
"""Fields, the first version that has them without being told so, and the feature gate before."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    version = plan.environment.kubernetes
    for name, feature in {**_POD, **_CONTAINER}.items():
        if name in plan.spec:
            yield from _dropped(version, (name,), *feature)
    for group in ("initContainers", "containers"):
        for container, own in plan.spec.get(group, {}).items():
            for name, feature in _CONTAINER.items():
                if name in own:
                    yield from _dropped(version, (group, container, name), *feature)
    for name, volume in plan.spec.get("volumes", {}).items():
        if "image" in volume:
            yield from _dropped(version, ("volumes", name, "image"), "1.35", "ImageVolume")
    rolling: JsonMap = plan.spec.get("strategy", {}).get("rollingUpdate", {})
    if plan.spec["kind"] == "StatefulSet" and "maxUnavailable" in rolling:
        field = ("strategy", "rollingUpdate", "maxUnavailable")
        yield from _dropped(version, field, "1.35", "MaxUnavailableStatefulSet")


def _dropped(version: str, field: Path, since: str, gate: str) -> Iterator[Fault]:
    if tuple(map(int, version.split("."))) < tuple(map(int, since.split("."))):
        message = f"Kubernetes {version} ignores `{field[-1]}`, which works from {since} on"
        hint = f"remove it, unless the cluster has the feature gate {gate}"
        yield Fault("field-of-later-version", field, message, hint, "warning", reads=("kubernetes",))
