"""Job, and the Job inside of a CronJob."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.language.jobs import JOB_FIELDS
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource, workload_metadata
from generator.resources.pod import template


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if plan.spec["kind"] == "Job":
        suspend = {"suspend": plan.spec["suspend"]} if "suspend" in plan.spec else {}
        yield resource(
            plan, "batch/v1", "Job", plan.name, {"spec": {**suspend, **job_spec(plan)}}, **workload_metadata(plan)
        )


def job_spec(plan: ServicePlan) -> JsonMap:
    given = {field.name: plan.spec[field.name] for field in JOB_FIELDS if field.name in plan.spec}
    given.update((field, plan.spec[field]) for field in plan.workload_fields.get("Job", ()) if field in plan.spec)
    if given.get("manualSelector"):
        given["selector"] = {"matchLabels": plan.selector}
    return {**given, "template": template(plan)}
