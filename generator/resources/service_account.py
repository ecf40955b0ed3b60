"""ServiceAccount."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("serviceAccount", {})
    if own.get("create") and ("rbac" in plan.spec or any(workload.has_pods for workload in plan.workloads)):
        body = {"automountServiceAccountToken": has_token(plan)}
        body.update((key, own[key]) for key in ("imagePullSecrets", "secrets") if own.get(key))
        yield resource(
            plan,
            "v1",
            "ServiceAccount",
            name_of(plan) or plan.stem,
            body,
            labels=own.get("labels"),
            annotations=own.get("annotations"),
        )


def name_of(plan: ServicePlan) -> str | None:
    """The account of the pods; None where they have the namespace's own."""
    own = plan.spec.get("serviceAccount", {})
    return own.get("name") or (plan.stem if own.get("create") else None)


def has_token(plan: ServicePlan) -> bool:
    """Whether the pods get the account's token. Rights are of no use without it."""
    own = plan.spec.get("serviceAccount", {})
    return bool(own.get("automount", "rbac" in plan.spec))
