"""Fields of Jobs and CronJobs that do not go together.

https://kubernetes.io/docs/concepts/workloads/controllers/job/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import JsonMap, Path
from generator.language.jobs import JOB_KINDS
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_INDEXED = ("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy")
_NEVER = ("podFailurePolicy", "backoffLimitPerIndex")

SHORTEST_DEADLINE = 10
"""Seconds between two looks of the controller for what is due
(https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline)."""


_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _never(schedule: str) -> bool:
    """Whether a schedule asks only for days that no month of it has, such as 30 February."""
    fields = schedule.split()
    if len(fields) != 5 or fields[4] not in ("*", "?"):
        return False
    days, months = (re.fullmatch(r"[0-9]+(,[0-9]+)*", field) and field.split(",") for field in fields[2:4])
    return bool(days and months) and min(map(int, days or ())) > max(_DAYS[int(month) - 1] for month in months or ())


def check(plan: ServicePlan) -> Iterator[Fault]:
    spec, kind = plan.spec, plan.spec["kind"]
    if kind not in JOB_KINDS:
        return
    indexed = spec.get("completionMode") == "Indexed"
    for field in _INDEXED:
        if field in spec and not indexed:
            yield _needs(field, "is about the indexes of pods, which they do not have here", "completionMode: Indexed")
    if indexed and "completions" not in spec:
        message = "pods have an index up to the number of completions, which is not given"
        yield Fault("missing-field", ("completionMode",), message, "add `completions:`", reads=("completions",))
    if "maxFailedIndexes" in spec and "backoffLimitPerIndex" not in spec:
        yield _needs(
            "maxFailedIndexes", "counts what has failed for good, which no index does", "backoffLimitPerIndex: 1"
        )
    for field in _NEVER:
        if field in spec and spec.get("restartPolicy") != "Never":
            why = "is about pods that fail, and here a container that fails is started again in its pod"
            yield _needs(field, why, "restartPolicy: Never")
    policy = spec.get("podFailurePolicy", {})
    if policy and spec.get("podReplacementPolicy", "Failed") != "Failed":
        message = "with a podFailurePolicy, pods are replaced when they have failed"
        where: Path = ("podReplacementPolicy",)
        yield Fault("contradicting-jobs", where, message, "write `Failed`, or remove it", reads=("podFailurePolicy",))
    for index, rule in enumerate(policy.get("rules", [])):
        if rule.get("action") == "FailIndex" and "backoffLimitPerIndex" not in spec:
            message = "FailIndex gives up one index, and the Job does not count by index"
            where = ("podFailurePolicy", "rules", index, "action")
            hint = "add `backoffLimitPerIndex:`"
            yield Fault("missing-field", where, message, hint, reads=("backoffLimitPerIndex",))
    if kind != "Job" and spec.get("manualSelector"):
        message = f"a {kind} makes many Jobs, which cannot all select the same pods"
        yield Fault("contradicting-jobs", ("manualSelector",), message, "remove it", reads=("kind",))
    yield from _due(spec)


def _due(spec: JsonMap) -> Iterator[Fault]:
    """What is wrong with when runs are due."""
    if _never(spec.get("schedule", "")):
        message = "no month of the schedule has such a day, so it would never run"
        yield Fault("empty-schedule", ("schedule",), message, "name another day, or another month")
    if spec.get("startingDeadlineSeconds", SHORTEST_DEADLINE) < SHORTEST_DEADLINE:
        message = f"what is due is looked for every {SHORTEST_DEADLINE} seconds: runs would be missed"
        yield Fault("deadline-too-short", ("startingDeadlineSeconds",), message, f"set {SHORTEST_DEADLINE} or more")


def _needs(field: str, why: str, fix: str) -> Fault:
    needed = fix.partition(":")[0]
    return Fault("missing-field", (field,), f"`{field}` {why}", f"add `{fix}`", reads=(needed,))
