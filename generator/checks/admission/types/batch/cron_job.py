"""CronJob: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import both
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

TYPE = "io.k8s.api.batch.v1.CronJob"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

LONGEST = 52
"""Characters of a name to which the controller adds 11 for each Job."""


def short(name: Json) -> Wrong | None:
    if len(name) <= LONGEST:
        return None
    return malformed(name, f"at most {LONGEST} characters", f"shorten it by {len(name) - LONGEST}")


RULES = (metadata.named(both(formats.dns_subdomain, short)),)
