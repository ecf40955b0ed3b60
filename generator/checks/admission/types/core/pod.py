"""Pod: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.core import (
    host_ports,
    pod_admission,
    pod_annotations,
    pod_defaults,
    pod_resources,
    pod_scheduling,
    pod_volumes,
)
from generator.checks.admission.types.core.containers import resource_requirements
from generator.checks.admission.types.core.pod_containers import containers
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden, malformed
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.Pod"

FIELDS = {"spec": Field(required=True), "status": IGNORED}


def spec(pod: JsonMap) -> Iterator[Wrong]:
    """What is asked of a pod, though not of a template."""
    own = pod.get("spec") or {}
    yield from (wrong.below("spec") for wrong in images(own))
    yield from (wrong.below("spec") for wrong in host_ports.taken_once_on_the_host(own))
    if own.get("nodeName") and own.get("schedulingGates"):
        why = "may not be set where schedulingGates hold the pod back"
        yield forbidden(why, "remove one of them").below("spec", "nodeName")


def resources(pod: JsonMap) -> Iterator[Wrong]:
    """Those of the whole, after the server has added what the pod does not say."""
    if (pod.get("spec") or {}).get("resources") is not None:
        filled: JsonMap = {"spec": pod["spec"]}
        pod_defaults.fill(filled)
        own = filled["spec"]
        yield from (wrong.below("spec") for wrong in pod_resources.of_the_whole(own))
        for rule in resource_requirements.RULES:
            yield from (wrong.below("spec", "resources") for wrong in rule(own["resources"]))


def _judged_with_defaults(pod: JsonMap, wrong: Wrong) -> bool:
    """Pages alone: where containers ask for more, so does the pod."""
    return wrong.path == ("spec", "resources") and wrong.fault == "forbidden-field"


def images(own: JsonMap) -> Iterator[Wrong]:
    for place, container in containers(own):
        image = container.get("image") or ""
        if image != image.strip():
            yield malformed(image, "the name of an image without spaces", "remove them").below(*place, "image")


RULES = (
    metadata.named(formats.dns_subdomain),
    pod_annotations.of_pod,
    spec,
    since("1.34", resources),
    *pod_scheduling.OF_POD,
    *pod_volumes.OF_POD,
)

EXCUSED = _judged_with_defaults

ADMISSION = pod_admission.admission

DEFAULTED = (pod_defaults.fill,)
