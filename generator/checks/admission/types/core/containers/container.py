"""Container: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container

What depends on the pod around it (names, host ports, the kind of container) is with the pod's spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats, resource_names
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import IGNORED, Field, Fields, since, until
from generator.checks.admission.types.core.containers.images import pull_policy
from generator.checks.admission.types.core.containers.resource_list import named
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate, missing, out_of_range
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.core.v1.Container"

RESTART_POLICIES = ("Always", "OnFailure", "Never")


def succeeds_once(probe: Json) -> Wrong | None:
    """A probe after whose failure the container is started anew, or after whose success no more are asked."""
    needed = probe.get("successThreshold") or 1
    return out_of_range(needed, "1 for this probe", "remove it").below("successThreshold") if needed > 1 else None


def no_time_to_end(probe: Json) -> Wrong | None:
    if probe.get("terminationGracePeriodSeconds") is None:
        return None
    hint = "remove it: nothing is ended when this probe fails"
    return Wrong("forbidden-field", "may not be set for a readinessProbe", hint, ("terminationGracePeriodSeconds",))


FIELDS: Fields = {
    "name": Field(formats.dns_label, required=True),
    "image": Field(required=True),
    "imagePullPolicy": Field(one_of("Always", "IfNotPresent", "Never"), default=pull_policy),
    "terminationMessagePath": Field(default="/dev/termination-log"),
    "terminationMessagePolicy": Field(one_of("File", "FallbackToLogsOnError"), default="File"),
    "livenessProbe": Field(succeeds_once),
    "startupProbe": Field(succeeds_once),
    "readinessProbe": Field(no_time_to_end),
    "resizePolicy": until("1.32", IGNORED),
    "restartPolicy": since("1.35", Field(one_of(*RESTART_POLICIES), keeps=True)),
    "restartPolicyRules": since("1.35", Field(formats.size(20, "rules")), before=IGNORED),
}


def port_names(container: JsonMap) -> Iterator[Wrong]:
    seen = set()
    for position, port in items(container, "ports"):
        name = port.get("name")
        if name and name in seen:
            yield duplicate(name, "the port").below("ports", position, "name")
        seen.add(name)


def named_resources(container: JsonMap) -> Iterator[Wrong]:
    yield from named(container.get("resources"), resource_names.of_container)


def resizes(container: JsonMap) -> Iterator[Wrong]:
    seen = set()
    for position, policy in items(container, "resizePolicy"):
        name = policy.get("resourceName")
        if name in seen:
            yield duplicate(name, "the policy for").below("resizePolicy", position)
        seen.add(name)


def restarts(container: JsonMap) -> Iterator[Wrong]:
    if container.get("restartPolicyRules") and container.get("restartPolicy") is None:
        yield missing("restartPolicy", "say what holds where no rule does", why="where there are restartPolicyRules")


def without_signal(container: JsonMap) -> None:
    """A signal to stop with belongs to a feature that is off; where there are no hooks, nothing is left."""
    lifecycle = container.get("lifecycle")
    if isinstance(lifecycle, dict) and {key for key, value in lifecycle.items() if value is not None} == {"stopSignal"}:
        del container["lifecycle"]


DEFAULTED = (without_signal,)

RULES = (port_names, named_resources, since("1.33", resizes), since("1.35", restarts))
