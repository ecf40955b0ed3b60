"""WorkloadSpec: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field, since, until
from generator.checks.admission.formats import size
from generator.checks.admission.wrong import Wrong, conflict, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.scheduling.v1beta1.WorkloadSpec"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.WorkloadSpec",
    "io.k8s.api.scheduling.v1alpha2.WorkloadSpec",
    "io.k8s.api.scheduling.v1alpha1.WorkloadSpec",
)

MOST = size(8, "templates")

FIELDS = {"podGroups": Field(MOST), "podGroupTemplates": Field(MOST), "compositePodGroupTemplates": Field(MOST)}


def groups(spec: JsonMap) -> Iterator[Wrong]:
    if not spec.get("podGroups"):
        yield missing("podGroups")


def templates(spec: JsonMap) -> Iterator[Wrong]:
    found = [field for field in ("podGroupTemplates", "compositePodGroupTemplates") if spec.get(field)]
    if not found:
        yield missing("podGroupTemplates")
    if len(found) > 1:
        yield conflict(f"{found[1]} excludes {found[0]}", "put the groups into the composite ones").below(found[1])


RULES = (until("1.35", groups), since("1.36", templates))
