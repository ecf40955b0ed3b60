"""Where devices are: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.admission.wrong import Wrong, conflict, malformed
from generator.json_types import JsonMap


def one_of_nodes(value: JsonMap, fields: Sequence[str]) -> Iterator[Wrong]:
    """Exactly one way to say it. A switch that is off and a name that is empty say nothing, and are refused."""
    for field in fields:
        if value.get(field) in (False, ""):
            yield malformed(value[field], f"{field} to be left out or to say something", "remove it").below(field)
    found = [field for field in fields if value.get(field) not in (None, False, "")]
    if not found:
        hint = "say where the devices are"
        yield Wrong("missing-field", f"one of {', '.join(fields)} must be set", hint)
    for field in found[1:]:
        yield conflict(f"{field} excludes {found[0]}", "keep one of them").below(field)
