"""VolumeMount: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#volumes-1"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.wrong import Wrong, conflict, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.VolumeMount"

FIELDS = {
    "name": Field(required=True),
    "mountPath": Field(required=True),
    "subPath": Field(formats.relative_path),
    "subPathExpr": Field(formats.relative_path),
    "mountPropagation": Field(one_of("Bidirectional", "HostToContainer", "None"), keeps=True),
    "recursiveReadOnly": Field(one_of("Disabled", "Enabled", "IfPossible"), keeps=True),
    "bindMountOptions": IGNORED,
}


def one_sub_path(mount: JsonMap) -> Iterator[Wrong]:
    if mount.get("subPath") and mount.get("subPathExpr"):
        yield conflict("subPath and subPathExpr exclude one another", "remove one of them").below("subPathExpr")


def recursively(mount: JsonMap) -> Iterator[Wrong]:
    if mount.get("recursiveReadOnly") not in ("Enabled", "IfPossible"):
        return
    if not mount.get("readOnly"):
        yield forbidden("only a read-only mount can be recursively so", "add `readOnly: true`").below(
            "recursiveReadOnly"
        )
    if mount.get("mountPropagation") in ("Bidirectional", "HostToContainer"):
        yield forbidden("a mount that propagates cannot be recursively read-only", "remove mountPropagation").below(
            "recursiveReadOnly"
        )


RULES = (one_sub_path, recursively)
