"""CSIDriverSpec: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-driver-v1/#CSIDriverSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import at_least, one_of
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.wrong import Wrong, duplicate, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.storage.v1.CSIDriverSpec"

FIELDS = {
    "attachRequired": Field(default=True),
    "podInfoOnMount": Field(default=False),
    "storageCapacity": Field(default=False),
    "requiresRepublish": Field(default=False),
    "seLinuxMount": Field(default=False),
    "fsGroupPolicy": Field(
        one_of("ReadWriteOnceWithFSType", "File", "None"), default="ReadWriteOnceWithFSType", keeps=True
    ),
    "volumeLifecycleModes": Field(items=one_of("Persistent", "Ephemeral"), default=["Persistent"]),
    "nodeAllocatableUpdatePeriodSeconds": since("1.35", Field(at_least(10), keeps=True), before=IGNORED),
    "serviceAccountTokenInSecrets": Field(keeps=True),
    "preventPodSchedulingIfMissing": since("1.37", Field(default=False), before=IGNORED),
}


def audiences(spec: JsonMap) -> Iterator[Wrong]:
    seen: set[str] = set()
    for position, request in enumerate(spec.get("tokenRequests") or ()):
        audience = (request or {}).get("audience") or ""
        if audience in seen:
            yield duplicate(audience, "the audience").below("tokenRequests", position, "audience")
        seen.add(audience)


def tokens(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("serviceAccountTokenInSecrets") is not None and not spec.get("tokenRequests"):
        hint = "add `tokenRequests`, or remove it"
        yield forbidden("there is no token to put there", hint).below("serviceAccountTokenInSecrets")


RULES = (audiences, tokens)
