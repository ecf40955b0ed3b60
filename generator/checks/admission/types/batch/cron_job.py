"""CronJob: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.CronJob"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

LONGEST = 52
"""Characters of a name to which the controller adds 11 for each Job."""


def short(manifest: JsonMap) -> Iterator[Wrong]:
    own = manifest.get("metadata") or {}
    name, prefix = own.get("name"), own.get("generateName") or ""
    # The server generates five characters.
    longer = len(name) - LONGEST if name else min(len(prefix), 58) + 5 - LONGEST
    if longer > 0:
        found = malformed(name or prefix, f"at most {LONGEST} characters", f"shorten it by {longer}")
        yield found.below("metadata", "name" if name else "generateName")


RULES = (metadata.named(formats.dns_subdomain), short)
