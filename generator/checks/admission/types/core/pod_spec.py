"""PodSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec

The same in every kind that has pods: a Pod, a PodTemplate, and the template of each workload.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import between, one_of
from generator.checks.admission.field import IGNORED, Field, Fields, Rule, until
from generator.checks.admission.types.core import (
    host_ports,
    init_containers,
    pod_hooks,
    pod_names,
    pod_namespaces,
    pod_os,
    pod_resources,
    pod_scheduling,
    pod_volumes,
)
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.core.v1.PodSpec"


def _same_account(spec: JsonMap) -> Json:
    """The field has an older name, and the server keeps both."""
    return spec.get("serviceAccountName") or spec.get("serviceAccount") or None


FIELDS: Fields = {
    **pod_names.FIELDS,
    **pod_scheduling.FIELDS,
    "containers": Field(required=True),
    "restartPolicy": Field(one_of("Always", "OnFailure", "Never"), default="Always"),
    "terminationGracePeriodSeconds": Field(default=pod_hooks.GRACE, keeps=True),
    "activeDeadlineSeconds": Field(between(1, (1 << 31) - 1), keeps=True),
    "schedulerName": Field(default="default-scheduler"),
    "serviceAccount": Field(default=_same_account),
    "serviceAccountName": Field(formats.dns_subdomain, default=_same_account),
    "nodeName": Field(formats.dns_subdomain),
    "priorityClassName": Field(formats.dns_subdomain),
    "runtimeClassName": Field(formats.dns_subdomain, keeps=True),
    "preemptionPolicy": Field(one_of("PreemptLowerPriority", "Never"), keeps=True),
    "securityContext": Field(default={}),
    "hostUsers": until("1.32", IGNORED),
    "resources": until("1.33", IGNORED, after=Field(keeps=True)),
    "evictionResponders": IGNORED,
}


def no_ephemeral_containers(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("ephemeralContainers"):
        why = "ephemeral containers are added to a pod that runs"
        yield forbidden(why, "remove them; use kubectl debug").below("ephemeralContainers")


def old_account(spec: JsonMap) -> Iterator[Wrong]:
    """The old name of serviceAccountName, where that is not set."""
    name = spec.get("serviceAccount")
    if name and not spec.get("serviceAccountName") and (wrong := formats.dns_subdomain(name)):
        yield wrong.below("serviceAccount")


RULES: tuple[Rule, ...] = (
    no_ephemeral_containers,
    old_account,
    *init_containers.RULES,
    *host_ports.RULES,
    *pod_hooks.RULES,
    *pod_names.RULES,
    *pod_namespaces.RULES,
    *pod_os.RULES,
    *pod_resources.RULES,
    *pod_scheduling.RULES,
    *pod_volumes.RULES,
)

EXCUSED = until("1.34", pod_volumes.dropped)
