"""Names that are too long for what the cluster makes of them.

A name in the catalog has at most 63 characters; that of a further workload is put together of two.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import service

LABEL = 63
_LONGEST = {"CronJob": 52, "StatefulSet": 52}
"""A CronJob's Jobs have 11 characters more, and a StatefulSet's pods a label with the name and a hash in it
(https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/)."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    kind, longest = plan.spec["kind"], _longest(plan)
    if len(plan.name) > longest:
        what = f"a {kind}" if kind in (*_LONGEST, "Job") else "its container"
        yield _too_long(plan.name, what, longest)
        return
    for front in service.fronts(plan):
        if len(front.name) > LABEL:
            yield _too_long(front.name, "a Service", LABEL)
            return


def _longest(plan: ServicePlan) -> int:
    spec, kind = plan.spec, plan.spec["kind"]
    if kind == "Job" and spec.get("completionMode") == "Indexed":
        return LABEL - len(f"-{spec.get('completions', 1) - 1}")
    named = kind == "Job" or (plan.has_pods and "containerName" not in spec)
    return _LONGEST.get(kind, LABEL if named else 253)


def _too_long(name: str, what: str, longest: int) -> Fault:
    message = f'the name "{name}" has {len(name)} characters; {what} has at most {longest}'
    reads = ("kind", "name", "containerName", "completions")
    return Fault("name-too-long", ("name",), message, "shorten it, or set `name`", reads=reads)
