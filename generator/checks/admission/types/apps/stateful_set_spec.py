"""StatefulSetSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import not_negative, one_of
from generator.checks.admission.field import Field, since, until
from generator.checks.admission.types.apps import pod_template
from generator.checks.admission.types.core import claim_sources, pod_volumes
from generator.checks.admission.types.meta import label_selector
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.apps.v1.StatefulSetSpec"

FIELDS = {
    "replicas": Field(not_negative, default=1, keeps=True),
    "minReadySeconds": Field(not_negative),
    "revisionHistoryLimit": Field(default=10, keeps=True),
    "podManagementPolicy": Field(one_of("OrderedReady", "Parallel"), default="OrderedReady"),
    "serviceName": Field(since("1.33", formats.dns_label)),
    "persistentVolumeClaimRetentionPolicy": Field(default={}),
}


def names_of_claims(spec: JsonMap) -> Iterator[Wrong]:
    """A claim's name becomes that of a volume."""
    for position, claim in items(spec, "volumeClaimTemplates"):
        name = (claim.get("metadata") or {}).get("name")
        place = ("volumeClaimTemplates", position, "metadata")
        if not name:
            yield missing("name").below(*place)
        elif wrong := formats.dns_label(name):
            yield wrong.below(*place, "name")


def _claims(spec: JsonMap) -> set[Json]:
    return {(claim.get("metadata") or {}).get("name") for _, claim in items(spec, "volumeClaimTemplates")}


def replaced(spec: JsonMap, wrong: Wrong) -> bool:
    """What the controller writes over: a pod's host name, its subdomain, and volumes with the name of a claim."""
    if wrong.path[:2] != ("template", "spec"):
        return False
    field = wrong.path[2] if len(wrong.path) > 2 else ""
    if field in ("hostname", "subdomain"):
        return True
    if field == "volumes" and len(wrong.path) > 3:
        volume = _value(spec, wrong.path[:4])
        return isinstance(volume, dict) and volume.get("name") in _claims(spec)
    of_volume = wrong.fault == "unknown-name" or wrong.message == pod_volumes.NO_CLAIM
    return of_volume and _value(spec, wrong.path) in _claims(spec)


def _value(value: Json, path: tuple[str | int, ...]) -> Json:
    for step in path:
        value = value[step]
    return value


def only_restarts(spec: JsonMap, wrong: Wrong) -> bool:
    """The older versions looked at neither the pods nor their claims."""
    return wrong.path[:2] == ("template", "spec") or wrong.path[0] == "volumeClaimTemplates"


def sources_of_claims(spec: JsonMap) -> Iterator[Wrong]:
    for position, claim in items(spec, "volumeClaimTemplates"):
        for wrong in claim_sources.of_template(claim.get("spec") or {}):
            yield wrong.below("volumeClaimTemplates", position, "spec")


RULES = (
    label_selector.of_workload,
    pod_template.runs_always,
    since("1.34", names_of_claims),
    since("1.34", sources_of_claims),
)

EXCUSED = until("1.33", only_restarts, after=replaced)
