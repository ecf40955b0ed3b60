"""JobTemplateSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/#CronJobSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field, until
from generator.checks.admission.types.batch import job_spec
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.JobTemplateSpec"

FIELDS = {"spec": Field(required=True)}


def counted(template: JsonMap) -> Iterator[Wrong]:
    """A template has no defaults yet: what a Job takes for 1 is missing here."""
    spec = template.get("spec") or {}
    if job_spec.is_indexed(spec) and spec.get("completions") is None and spec.get("parallelism") is None:
        yield missing("completions", why="for an indexed Job").below("spec")


def conditions(template: JsonMap) -> Iterator[Wrong]:
    """The older versions gave the status of a condition its default in a Job only."""
    policy = (template.get("spec") or {}).get("podFailurePolicy") or {}
    for position, rule in items(policy, "rules"):
        for at, condition in items(rule, "onPodConditions"):
            if not condition.get("status"):
                place = ("spec", "podFailurePolicy", "rules", position, "onPodConditions", at)
                yield missing("status", 'write `status: "True"`').below(*place)


RULES = (counted, until("1.33", conditions))
