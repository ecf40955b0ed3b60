"""CronJobSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/#CronJobSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import schedule
from generator.checks.admission.constraints import not_negative, one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.CronJobSpec"

FIELDS = {
    "schedule": Field(schedule.cron, required=True),
    "timeZone": Field(schedule.time_zone, keeps=True),
    "startingDeadlineSeconds": Field(not_negative, keeps=True),
    "concurrencyPolicy": Field(one_of("Allow", "Forbid", "Replace"), default="Allow"),
    "suspend": Field(default=False),
    "jobTemplate": Field(required=True),
    "successfulJobsHistoryLimit": Field(not_negative, default=3, keeps=True),
    "failedJobsHistoryLimit": Field(not_negative, default=1, keeps=True),
}


def selector(spec: JsonMap) -> Iterator[Wrong]:
    """Every Job of it gets a selector of its own."""
    job = (spec.get("jobTemplate") or {}).get("spec") or {}
    if job.get("selector") is not None:
        hint = "remove it: each Job gets its own"
        yield forbidden("a CronJob's Jobs may not have a selector", hint).below("jobTemplate", "spec", "selector")
    if job.get("manualSelector"):
        found = forbidden("a CronJob's Jobs may not choose their selector", "remove it")
        yield found.below("jobTemplate", "spec", "manualSelector")


RULES = (selector,)
