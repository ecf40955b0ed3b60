"""JobSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import both, not_negative, one_of
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.batch.indexes import intervals
from generator.checks.admission.wrong import Wrong, conflict, forbidden, missing, out_of_range, unknown, unsupported
from generator.checks.label_selectors import selects
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.JobSpec"

MOST_FAILED = 100_000
MANY = 100_000
"""Completions beyond which there are tighter limits."""
MOST_OF_MANY = 10_000
MOST_AT_ONCE = 100_000


def completions(spec: JsonMap) -> int | None:
    """1 where neither this nor `parallelism` is set."""
    found: int | None = spec.get("completions")
    return 1 if found is None and spec.get("parallelism") is None else found


def fill(spec: JsonMap) -> JsonMap:
    """With the defaults of a Job. In a CronJob the server leaves them out until it makes a Job of it."""
    forgiving, ignoring = spec.get("backoffLimitPerIndex") is not None, spec.get("podFailurePolicy") is not None
    defaults = {
        "parallelism": 1,
        "completions": completions(spec),
        "backoffLimit": 2**31 - 1 if forgiving else 6,
        "completionMode": "NonIndexed",
        "suspend": False,
        "manualSelector": False,
        "podReplacementPolicy": "Failed" if ignoring else "TerminatingOrFailed",
    }
    return {**defaults, **{field: value for field, value in spec.items() if value is not None}}


FIELDS = {
    "parallelism": Field(not_negative, keeps=True),
    "completions": Field(not_negative, keeps=True),
    "activeDeadlineSeconds": Field(not_negative, keeps=True),
    "backoffLimit": Field(not_negative, keeps=True),
    "backoffLimitPerIndex": Field(not_negative, keeps=True),
    "maxFailedIndexes": Field(not_negative, keeps=True),
    "ttlSecondsAfterFinished": Field(not_negative, keeps=True),
    "completionMode": Field(one_of("NonIndexed", "Indexed"), keeps=True),
    "managedBy": Field(
        both(formats.domain_prefixed_path, formats.size(63, "characters")),
        keeps=True,
    ),
    "podReplacementPolicy": Field(one_of("TerminatingOrFailed", "Failed"), keeps=True),
    "template": Field(required=True),
    "scheduling": IGNORED,
}


def is_indexed(spec: JsonMap) -> bool:
    return spec.get("completionMode") == "Indexed"


def ends(spec: JsonMap) -> Iterator[Wrong]:
    """The pods of a Job end."""
    pod = (spec.get("template") or {}).get("spec") or {}
    place = ("template", "spec")
    policy = pod.get("restartPolicy")
    if not policy:
        hint = "add `restartPolicy: Never` or `OnFailure`"
        yield missing("restartPolicy", hint, why="for the pods of a Job").below(*place)
    elif policy == "Always":
        yield unsupported(policy, ("Never", "OnFailure")).below(*place, "restartPolicy")
    elif policy == "OnFailure" and spec.get("podFailurePolicy") is not None:
        hint = "write `restartPolicy: Never`"
        yield forbidden("podFailurePolicy takes only restartPolicy Never", hint).below(*place, "restartPolicy")


def manual_selector(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("manualSelector"):
        labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
        selector = spec.get("selector")
        if selector is None:
            yield missing("selector", why="with manualSelector")
        elif not selects(selector, labels):
            hint = "give the template the labels that the selector asks for"
            found = Wrong("selector-mismatch", "the selector does not select the pods of its own template", hint)
            yield found.below("template", "metadata", "labels")


def only_indexed(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("maxFailedIndexes") is not None and spec.get("backoffLimitPerIndex") is None:
        yield missing("backoffLimitPerIndex", why="with maxFailedIndexes")
    if is_indexed(spec):
        yield from _indexed(spec)
        return
    hint = "remove it, or write `completionMode: Indexed`"
    # The server does not look at the other two where the mode is one that it does not know.
    known = spec.get("completionMode") in (None, "NonIndexed")
    for field in ("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"):
        if spec.get(field) is not None and (known or field == "successPolicy"):
            yield forbidden(f"{field} is only for an indexed Job", hint).below(field)


def _indexed(spec: JsonMap) -> Iterator[Wrong]:
    wanted, parallel, failed = completions(spec), spec.get("parallelism"), spec.get("maxFailedIndexes")
    many = (wanted or 0) > MANY and spec.get("backoffLimitPerIndex") is not None
    most_parallel = MOST_OF_MANY if many else MOST_AT_ONCE
    most_failed = min(MOST_OF_MANY if many else MOST_FAILED, MOST_FAILED if wanted is None else wanted)
    if wanted is None:
        yield missing("completions", why="for an indexed Job")
    if (parallel or 0) > most_parallel:
        yield out_of_range(parallel, f"at most {most_parallel}").below("parallelism")
    if (failed or 0) > most_failed:
        yield out_of_range(failed, f"at most {most_failed}").below("maxFailedIndexes")
    if many and failed is None:
        yield missing("maxFailedIndexes", why=f"with more than {MANY} completions and backoffLimitPerIndex")


def failure_policy(spec: JsonMap) -> Iterator[Wrong]:
    """What its rules name elsewhere in the Job."""
    policy = spec.get("podFailurePolicy")
    if policy is None:
        return
    if spec.get("podReplacementPolicy") == "TerminatingOrFailed":
        hint = "write Failed, or remove it"
        yield conflict("podFailurePolicy replaces only failed pods", hint).below("podReplacementPolicy")
    pod = (spec.get("template") or {}).get("spec") or {}
    listed = (*(pod.get("containers") or ()), *(pod.get("initContainers") or ()))
    names = [container["name"] for container in listed if container and container.get("name")]
    for position, rule in enumerate(policy.get("rules") or ()):
        place = ("podFailurePolicy", "rules", position)
        name = ((rule or {}).get("onExitCodes") or {}).get("containerName")
        if name is not None and name not in names:
            yield unknown(name, "container", names).below(*place, "onExitCodes", "containerName")
        if (rule or {}).get("action") == "FailIndex" and spec.get("backoffLimitPerIndex") is None:
            hint = "set `backoffLimitPerIndex`, or write FailJob"
            yield forbidden("FailIndex needs backoffLimitPerIndex", hint).below(*place, "action")


def success_policy(spec: JsonMap) -> Iterator[Wrong]:
    """Its rules count the completions."""
    if not is_indexed(spec) or spec.get("successPolicy") is None:
        return
    wanted = completions(spec) or 0
    for position, rule in enumerate(spec["successPolicy"].get("rules") or ()):
        for wrong in _succeeded(rule or {}, wanted):
            yield wrong.below("successPolicy", "rules", position)


def _succeeded(rule: JsonMap, wanted: int) -> Iterator[Wrong]:
    indexes, count = rule.get("succeededIndexes"), rule.get("succeededCount")
    most = wanted
    if indexes is not None:
        found = intervals(indexes)
        if found and found[-1][1] >= wanted:
            yield out_of_range(indexes, f"indexes below {wanted}").below("succeededIndexes")
        most = min(wanted, sum(last - first + 1 for first, last in found or ()))
    if (count or 0) > most:
        yield out_of_range(count, f"at most {most}").below("succeededCount")


RULES = (ends, manual_selector, only_indexed, failure_policy, success_policy)
