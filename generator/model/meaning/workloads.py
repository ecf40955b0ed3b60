"""Workloads of one service that get in each other's way."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Path
from generator.language.jobs import JOB_KINDS
from generator.model.facts import pods_of
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources.metadata import pod_labels


def check(plan: ServicePlan) -> Iterator[Fault]:
    """`plan` is that of the service as a whole."""
    every = plan.placed_workloads
    for path, workload in every:
        if path and not workload.has_pods:
            message, hint = "a further workload is there for its pods, and has none", "give it a `kind`, or remove it"
            yield Fault("workload-without-pods", (*path, "kind"), message, hint, reads=("kind",))
    named = [(path, workload) for path, workload in every if workload.has_pods]
    for path, workload in named:
        if not workload.selector and workload.spec["kind"] not in JOB_KINDS:
            message, hint = "it selects no pods, or all", "write a label that only its own pods have, or remove it"
            yield Fault("empty-selector", (*path, "selector"), message, hint, reads=("kind",))
            return
    apart = all(workload.selector for _, workload in named)
    if len(named) < 2 and (apart or not plan.spec.get("networkPolicy", {}).get("enabled")):
        return
    told: set[frozenset[Path]] = set()
    for path, workload in reversed(named):
        selected = workload.selector.items()
        for other_path, other in named:
            both = frozenset((path, other_path))
            if selected and other is not workload and both not in told and selected <= pod_labels(other).items():
                told.add(both)
                what = f'the workload "{other_path[1]}"' if other_path else "the main workload"
                pinned = "selector" in workload.spec
                message = f"its selector takes in the pods of {what}"
                hint = "give it a label that only its own pods have" if pinned else "set another `component`"
                field = (*path, "selector" if pinned else "component")
                yield Fault("overlapping-selectors", field, message, hint, reads=("selector", "component", "labels"))
    common = pods_of(plan.service, plan.spec).items()
    for path, workload in named:
        if not common <= pod_labels(workload).items():
            message = "its pods have no label in common with those of the other workloads, by which all could be found"
            hint = "pin a label of the service in `selector` of each, or leave them `app.kubernetes.io/name`"
            if len(named) == 1:
                message = "its pods have no label by which a policy could find them"
                hint = "write `networkPolicy: false`, or leave them `app.kubernetes.io/name`"
            reads = ("selector", "labels", "podLabels")
            yield Fault("workloads-without-common-label", (*path, "selector"), message, hint, reads=reads)
            return
