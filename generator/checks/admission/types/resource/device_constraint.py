"""DeviceConstraint: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.resource import qualified
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceConstraint"

ALSO = (f"{_GROUP}.v1beta1.DeviceConstraint", f"{_GROUP}.v1beta2.DeviceConstraint")

FIELDS = {
    "matchAttribute": Field(qualified.name_with_domain, keeps=True),
    "distinctAttribute": since("1.36", Field(keeps=True), before=IGNORED),
}


def matches(constraint: JsonMap) -> Iterator[Wrong]:
    if constraint.get("matchAttribute") is None:
        yield missing("matchAttribute", "name the attribute that the devices share")


def matches_or_differs(constraint: JsonMap) -> Iterator[Wrong]:
    """Of two, the server looks at the first."""
    distinct = constraint.get("distinctAttribute")
    if constraint.get("matchAttribute") is not None:
        return
    if distinct is None:
        hint = "name the attribute that the devices share, or in which they differ"
        yield Wrong("missing-field", "one of matchAttribute, distinctAttribute must be set", hint)
    elif wrong := qualified.name_with_domain(distinct):
        yield wrong.below("distinctAttribute")


RULES = (since("1.36", matches_or_differs, before=matches),)
