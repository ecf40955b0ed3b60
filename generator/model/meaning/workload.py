"""Fields that do not go with the kind of workload, or that it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from generator.language.jobs import CRON_FIELDS, JOB_FIELDS, JOB_KINDS
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources.workload import SCALED_KINDS, VERTICAL_KINDS

_ONLY: dict[str, tuple[str, ...]] = {
    "replicas": SCALED_KINDS,
    "autoscale": (*SCALED_KINDS, "ScaledJob"),
    "verticalAutoscale": VERTICAL_KINDS,
    "podDisruptionBudget": SCALED_KINDS,
    "strategy": ("Deployment", "StatefulSet", "DaemonSet"),
    "minReadySeconds": ("Deployment", "StatefulSet", "DaemonSet"),
    "revisionHistoryLimit": ("Deployment", "StatefulSet", "DaemonSet"),
    "progressDeadlineSeconds": ("Deployment",),
    "podManagementPolicy": ("StatefulSet",),
    "persistentVolumeClaimRetentionPolicy": ("StatefulSet",),
    "suspend": ("Job", "CronJob"),
    **{field.name: ("CronJob",) for field in CRON_FIELDS},
    **dict.fromkeys(("successfulJobsHistoryLimit", "failedJobsHistoryLimit"), ("CronJob", "ScaledJob")),
    **{field.name: JOB_KINDS for field in JOB_FIELDS},
}

_STRATEGIES = {
    "Deployment": ("RollingUpdate", "Recreate"),
    "StatefulSet": ("RollingUpdate", "OnDelete"),
    "DaemonSet": ("RollingUpdate", "OnDelete"),
}


def check(plan: ServicePlan) -> Iterator[Fault]:
    spec, kind = plan.spec, plan.spec["kind"]
    if "image" not in spec and plan.has_pods:
        yield Fault(
            "missing-image", ("image",), "the service has no image", "add `image: registry/path:tag`", reads=("image",)
        )
    for field, kinds in _ONLY.items():
        if field in spec and kind not in kinds:
            fix = f"remove it, or set `kind: {kinds[0]}`"
            yield Fault(
                "field-of-other-kind",
                (field,),
                f"a {kind} has no `{field}`, only {_either(kinds)} has",
                fix,
                own=True,
                reads=("kind",),
            )
    if kind == "CronJob" and "schedule" not in spec:
        yield Fault(
            "missing-schedule",
            ("kind",),
            "a CronJob needs a schedule",
            'add `schedule: "0 * * * *"`',
            reads=("kind", "schedule"),
        )
    if kind == "CronJob" and len(plan.name) > 52:
        message = f'the name "{plan.name}" has {len(plan.name)} characters; a CronJob has at most 52'
        yield Fault("name-too-long", ("name",), message, "shorten it, or set `name`", reads=("kind", "name"))
    yield from _strategy(plan)
    yield from _restarts(plan)
    if spec.get("size") and spec["size"] not in plan.sizes:
        yield Fault(
            "unknown-size",
            ("size",),
            f'there is no size "{spec["size"]}"',
            f"the sizes are {', '.join(plan.sizes)}",
            reads=("sizes",),
        )


def _either(kinds: tuple[str, ...]) -> str:
    return " or ".join(f"a {kind}" for kind in kinds)


def _strategy(plan: ServicePlan) -> Iterator[Fault]:
    allowed = _STRATEGIES.get(plan.spec["kind"])
    given = plan.spec.get("strategy", {}).get("type")
    if allowed and given and given not in allowed:
        message = f'a {plan.spec["kind"]} has no strategy "{given}"'
        yield Fault("invalid-strategy", ("strategy", "type"), message, f"write {' or '.join(allowed)}", reads=("kind",))


def _restarts(plan: ServicePlan) -> Iterator[Fault]:
    policy = plan.spec.get("restartPolicy")
    allowed = ("OnFailure", "Never") if plan.spec["kind"] in JOB_KINDS else ("Always",)
    if policy and policy not in allowed:
        message = f"the pods of a {plan.spec['kind']} cannot have the restart policy {policy}"
        yield Fault(
            "invalid-restart-policy", ("restartPolicy",), message, f"write {' or '.join(allowed)}", reads=("kind",)
        )
