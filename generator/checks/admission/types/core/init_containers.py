"""A pod's spec -> what is wrong with its init containers: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import since, until
from generator.checks.admission.types.core.pod_containers import is_sidecar
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate, forbidden, unsupported
from generator.json_types import JsonMap

_OF_SIDECARS = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")


def names(spec: JsonMap) -> Iterator[Wrong]:
    """No init container has the name of another container."""
    if spec.get("initContainers"):
        taken = {container.get("name") for _, container in items(spec, "containers")}
        for position, container in items(spec, "initContainers"):
            if (name := container.get("name")) and name in taken:
                yield duplicate(name, "the container").below("initContainers", position, "name")


def run_to_their_end(spec: JsonMap) -> Iterator[Wrong]:
    """Nothing is asked of those that end before the others begin."""
    for position, container in items(spec, "initContainers"):
        if not is_sidecar(container):
            for field in _wanted(container):
                why = "an init container takes it only with restartPolicy Always"
                hint = "remove it, or make it a sidecar: restartPolicy: Always"
                yield forbidden(why, hint).below("initContainers", position, field)


def _wanted(container: JsonMap) -> Iterator[str]:
    lifecycle = container.get("lifecycle")
    # A signal alone is dropped, and the rest with it: https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
    if lifecycle is not None and (_any(lifecycle, _HOOKS) or lifecycle.get("stopSignal") is None):
        yield "lifecycle"
    yield from (field for field in _OF_SIDECARS if container.get(field) is not None)


def _any(value: JsonMap, fields: tuple[str, ...]) -> bool:
    return any(value.get(field) is not None for field in fields)


def always_or_nothing(spec: JsonMap) -> Iterator[Wrong]:
    for position, container in items(spec, "initContainers"):
        policy = container.get("restartPolicy")
        if policy is not None and policy != "Always":
            yield unsupported(policy, ("Always",)).below("initContainers", position, "restartPolicy")
    for position, container in items(spec, "containers"):
        if container.get("restartPolicy") is not None:
            why = "only an init container has a restartPolicy of its own"
            yield forbidden(why, "remove it").below("containers", position, "restartPolicy")


def no_rules_of_sidecars(spec: JsonMap) -> Iterator[Wrong]:
    for position, container in items(spec, "initContainers"):
        if is_sidecar(container) and container.get("restartPolicyRules"):
            why = "a sidecar takes no restartPolicyRules"
            yield forbidden(why, "remove them").below("initContainers", position, "restartPolicyRules")


def not_restarted_for_a_resize(spec: JsonMap) -> Iterator[Wrong]:
    for position, container in items(spec, "initContainers"):
        if not is_sidecar(container):
            for at, policy in items(container, "resizePolicy"):
                if policy.get("restartPolicy") == "RestartContainer":
                    place = ("initContainers", position, "resizePolicy", at, "restartPolicy")
                    yield unsupported("RestartContainer", ("NotRequired",)).below(*place)


RULES = (
    names,
    run_to_their_end,
    until("1.33", always_or_nothing),
    since("1.35", until("1.35", no_rules_of_sidecars)),
    since("1.36", not_restarted_for_a_resize),
)
