"""Fields that do not go with the kind of workload, or that it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap
from generator.language.jobs import CRON_FIELDS, JOB_FIELDS, JOB_KINDS
from generator.language.progressive import STRATEGIES
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import service
from generator.resources.workload import SCALED_KINDS, VERTICAL_KINDS

_REPLACING = (*SCALED_KINDS, "DaemonSet")
"""The kinds that replace their pods by themselves."""

_ONLY: dict[str, tuple[str, ...]] = {
    "replicas": SCALED_KINDS,
    "autoscale": (*SCALED_KINDS, "ScaledJob"),
    "verticalAutoscale": VERTICAL_KINDS,
    "podDisruptionBudget": SCALED_KINDS,
    "strategy": _REPLACING,
    "minReadySeconds": _REPLACING,
    "revisionHistoryLimit": _REPLACING,
    "progressDeadlineSeconds": ("Deployment", "Rollout"),
    "analysisHistory": ("Rollout",),
    "podManagementPolicy": ("StatefulSet",),
    "persistentVolumeClaimRetentionPolicy": ("StatefulSet",),
    "serviceName": ("StatefulSet",),
    "suspend": ("Job", "CronJob"),
    **{field.name: ("CronJob",) for field in CRON_FIELDS},
    **dict.fromkeys(("successfulJobsHistoryLimit", "failedJobsHistoryLimit"), ("CronJob", "ScaledJob")),
    **{field.name: JOB_KINDS for field in JOB_FIELDS},
}

_STRATEGIES = {
    "Deployment": ("RollingUpdate", "Recreate"),
    "Rollout": ("RollingUpdate",),
    "StatefulSet": ("RollingUpdate", "OnDelete"),
    "DaemonSet": ("RollingUpdate", "OnDelete"),
}


def check(plan: ServicePlan) -> Iterator[Fault]:
    spec, kind = plan.spec, plan.spec["kind"]
    if "image" not in spec and plan.has_pods:
        yield Fault(
            "missing-image", ("image",), "the service has no image", "add `image: registry/path:tag`", reads=("image",)
        )
    for field, kinds in {**_only_of_kubernetes(plan), **_ONLY}.items():
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
    if kind == "StatefulSet" and not service.exists(plan):
        message = "nothing gives the pods names in DNS: the StatefulSet has no Service"
        hint = "add `port:`, or `ports:`"
        yield Fault("statefulset-without-service", ("kind",), message, hint, "warning", reads=("ports", "service"))
    elif kind == "StatefulSet" and "serviceName" in spec:
        yield from _service_name(plan, spec["serviceName"])
    yield from _strategy(plan)
    yield from _progress(plan)
    yield from _restarts(plan)
    if spec.get("size") and spec["size"] not in plan.sizes:
        yield Fault(
            "unknown-size",
            ("size",),
            f'there is no size "{spec["size"]}"',
            f"the sizes are {', '.join(plan.sizes)}",
            reads=("sizes",),
        )


def _service_name(plan: ServicePlan, name: str) -> Iterator[Fault]:
    known = [front.name for front in service.fronts(plan)]
    if name not in known and f"Service/{name}" not in plan.spec.get("manifests", {}):
        message = f'nothing gives the pods names in DNS: the service has no Service "{name}"'
        hint = did_you_mean(name, known) or f"add it under `services`; its Services are {', '.join(known)}"
        reads = ("service", "services", "manifests", "name")
        yield Fault("statefulset-without-service", ("serviceName",), message, hint, "warning", reads=reads)


def _only_of_kubernetes(plan: ServicePlan) -> dict[str, tuple[str, ...]]:
    """`_ONLY` of the fields that are taken under Kubernetes' own names."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, fields in plan.workload_fields.items():
        kinds = JOB_KINDS if kind == "Job" else (kind,)
        found.update((field, (*found.get(field, ()), *kinds)) for field in fields)
    return found


def _either(kinds: tuple[str, ...]) -> str:
    return " or ".join(f"a {kind}" for kind in kinds)


def _strategy(plan: ServicePlan) -> Iterator[Fault]:
    kind, own = plan.spec["kind"], plan.spec.get("strategy", {})
    allowed = _STRATEGIES.get(kind)
    if not own or not allowed:
        return
    given = own.get("type")
    if given and given not in allowed:
        message = f'a {kind} has no strategy "{given}"'
        fix = "write `blueGreen`, or `canary`" if kind == "Rollout" else f"write {' or '.join(allowed)}"
        yield Fault("invalid-strategy", ("strategy", "type"), message, fix, reads=("kind",))
    for name in STRATEGIES if kind != "Rollout" else ():
        if name in own:
            message = f'a {kind} has no strategy "{name}"'
            yield Fault("invalid-strategy", ("strategy", name), message, "set `kind: Rollout`", reads=("kind",))
    if given in ("Recreate", "OnDelete") and own.get("rollingUpdate"):
        message = f"with `type: {given}`, pods are not replaced one after the other"
        hint = "remove it, or write `type: RollingUpdate`"
        yield Fault("invalid-strategy", ("strategy", "rollingUpdate"), message, hint, reads=("strategy",))
        return
    numbers = {**own.get("rollingUpdate", {}), **own.get("canary", {})}
    for name in _NOT_OF.get(kind, ("partition",)):
        if name in own.get("rollingUpdate", {}):
            message = f"the rolling update of a {kind} has no {name}"
            yield Fault("invalid-strategy", ("strategy", "rollingUpdate", name), message, "remove it", reads=("kind",))
    yield from _numbers(kind, numbers, "canary" if "maxUnavailable" in own.get("canary", {}) else "rollingUpdate")


_NOT_OF = {"StatefulSet": ("maxSurge",)}
"""Numbers of a rolling update that a kind does not have; only a StatefulSet has a partition."""


def _numbers(kind: str, numbers: JsonMap, form: str) -> Iterator[Fault]:
    """https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ on `maxUnavailable` of each kind"""
    usual = {"DaemonSet": (0, 1), "StatefulSet": (1, 1)}.get(kind, ("25%", "25%"))
    surge, gone = (numbers.get(name, value) for name, value in zip(("maxSurge", "maxUnavailable"), usual, strict=True))
    field = ("strategy", form, "maxUnavailable")
    if surge in _NOTHING and gone in _NOTHING:
        message = "no pod may be missing and none too many: nothing can be replaced"
        yield Fault("stuck-rollout", field, message, "give maxSurge or maxUnavailable another number", reads=("kind",))
    elif kind == "StatefulSet" and gone == 0:  # of a percentage it is at least one
        message = "no pod may be missing, and a StatefulSet has none too many: nothing can be replaced"
        yield Fault("stuck-rollout", field, message, "set maxUnavailable to 1", reads=("kind",))
    elif kind == "DaemonSet" and surge not in _NOTHING and gone not in _NOTHING:
        message = f"a DaemonSet has one of maxSurge and maxUnavailable; maxUnavailable is {gone}"
        where = field if "maxUnavailable" in numbers else (*field[:2], "maxSurge")
        yield Fault("invalid-strategy", where, message, "set `maxUnavailable: 0`", reads=("kind",))


_NOTHING = (0, "0%")


USUAL_DEADLINE = 600


def _progress(plan: ServicePlan) -> Iterator[Fault]:
    """https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds"""
    if plan.spec["kind"] not in _ONLY["progressDeadlineSeconds"]:
        return
    ready, deadline = plan.spec.get("minReadySeconds", 0), plan.spec.get("progressDeadlineSeconds", USUAL_DEADLINE)
    if ready and ready >= deadline:
        message = f"a pod must be ready for {ready} seconds, and after {deadline} the rollout has failed"
        hint = f"set `progressDeadlineSeconds` to more than {ready}"
        yield Fault("deadline-too-short", ("minReadySeconds",), message, hint, reads=("progressDeadlineSeconds",))


def _restarts(plan: ServicePlan) -> Iterator[Fault]:
    policy = plan.spec.get("restartPolicy")
    allowed = ("OnFailure", "Never") if plan.spec["kind"] in JOB_KINDS else ("Always",)
    if policy and policy not in allowed:
        message = f"the pods of a {plan.spec['kind']} cannot have the restart policy {policy}"
        yield Fault(
            "invalid-restart-policy", ("restartPolicy",), message, f"write {' or '.join(allowed)}", reads=("kind",)
        )
