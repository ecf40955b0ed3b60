"""ServiceAccount."""

from __future__ import annotations

from collections.abc import Iterator

from generator.language.service_account import UNSET
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("serviceAccount", {})
    if own.get("create") and ("rbac" in plan.spec or any(workload.has_pods for workload in plan.workloads)):
        token = _token(plan)
        body = {} if token is None else {"automountServiceAccountToken": token}
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
    """Whether the pods of a workload get the account's token."""
    return token_of_pods(plan) is not False


def token_of_pods(plan: ServicePlan) -> bool | None:
    """What the pods of a workload say of the account's token; None where they say nothing."""
    own: bool | None = plan.spec.get("automountServiceAccountToken")
    return _token(plan) if own is None else own


def _token(plan: ServicePlan) -> bool | None:
    """What the account says of its token. Rights are of no use without it."""
    own = plan.spec.get("serviceAccount", {}).get("automount", "rbac" in plan.spec)
    return None if own == UNSET else bool(own)
