"""PriorityClass: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/priority-class-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta.metadata import named
from generator.checks.admission.wrong import Wrong, forbidden, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.scheduling.v1.PriorityClass"

FIELDS = {
    "preemptionPolicy": Field(one_of("PreemptLowerPriority", "Never"), default="PreemptLowerPriority", keeps=True)
}

HIGHEST = 1_000_000_000
SYSTEM = {"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}


def reserved(manifest: JsonMap) -> Iterator[Wrong]:
    """The classes of the system are there from the start, with values that nobody else can have."""
    metadata, value = manifest.get("metadata") or {}, manifest.get("value") or 0
    name = metadata.get("name") or metadata.get("generateName") or ""
    if not name.startswith("system-"):
        if value > HIGHEST:
            yield out_of_range(value, f"at most {HIGHEST}").below("value")
    elif name not in SYSTEM:
        yield forbidden("names that begin with system- are the system's own", "rename it").below("metadata", "name")
    elif value != SYSTEM[name]:
        yield out_of_range(value, f"{SYSTEM[name]}, the value of {name}").below("value")
    elif manifest.get("globalDefault"):
        yield forbidden(f"{name} is never the default", "remove it").below("globalDefault")


RULES = (named(formats.dns_subdomain), reserved)
