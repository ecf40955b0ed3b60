"""ObjectFieldSelector: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-field-selector/

Which fields there are depends on who asks: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
"""

from __future__ import annotations

import re

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Constraint, Field
from generator.checks.admission.wrong import Wrong, unsupported
from generator.json_types import Json

TYPE = "io.k8s.api.core.v1.ObjectFieldSelector"

FIELDS = {"apiVersion": Field(one_of("v1"), default="v1"), "fieldPath": Field(required=True)}

_SUBSCRIPT = re.compile(r"(.+?)\['(.*)'\]", re.DOTALL)
_OLD = {"spec.host": "spec.nodeName"}


def one_of_fields(*allowed: str) -> Constraint:
    """A selector of one of these fields, or of one label or annotation."""

    def check(selector: Json) -> Wrong | None:
        path = selector.get("fieldPath")
        match = _SUBSCRIPT.fullmatch(path) if path else None
        if match and match[1] in ("metadata.labels", "metadata.annotations"):
            key = match[2] if match[1] == "metadata.labels" else match[2].lower()
            wrong = formats.qualified_name(key)
        elif path and _OLD.get(path, path) not in allowed:
            wrong = unsupported(path, (*allowed, "metadata.labels['KEY']", "metadata.annotations['KEY']"))
        else:
            wrong = None
        return wrong.below("fieldPath") if wrong else None

    return check
