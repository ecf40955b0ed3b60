"""Subject: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.Subject"

FIELD_OF = {"ServiceAccount": "serviceAccount", "User": "user", "Group": "group"}

FIELDS = {"kind": Field(one_of(*FIELD_OF), required=True)}


def own_field(subject: JsonMap) -> Iterator[Wrong]:
    kind = subject.get("kind") or ""
    wanted = FIELD_OF.get(kind)
    if wanted and subject.get(wanted) is None:
        yield missing(wanted, why=f"for kind {kind}")
    for field in FIELD_OF.values():
        if wanted and field != wanted and subject.get(field) is not None:
            yield forbidden(f"kind {kind} takes no {field}", "make a subject of its own out of it").below(field)


RULES = (own_field,)
