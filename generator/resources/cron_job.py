"""CronJob."""

from __future__ import annotations

from collections.abc import Iterator

from generator.language.jobs import CRON_FIELDS
from generator.model.plan import Resource, ServicePlan
from generator.resources.job import job_spec
from generator.resources.metadata import common_labels, resource, workload_metadata


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if plan.spec["kind"] == "CronJob":
        names = [*(field.name for field in CRON_FIELDS), "suspend"]
        given = {name: plan.spec[name] for name in names if name in plan.spec}
        job = {"metadata": {"labels": common_labels(plan)}, "spec": job_spec(plan)}
        body = {"spec": {**given, "jobTemplate": job}}
        yield resource(plan, "batch/v1", "CronJob", plan.name, body, **workload_metadata(plan))
