"""What the workloads of apps/v1 ask of their pods beyond what is asked of any."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, forbidden, unsupported
from generator.json_types import JsonMap


def runs_always(spec: JsonMap) -> Iterator[Wrong]:
    """Of a workload that starts its pods again whenever they end."""
    pod = (spec.get("template") or {}).get("spec") or {}
    place = ("template", "spec")
    if (policy := pod.get("restartPolicy") or "Always") != "Always":
        yield unsupported(policy, ("Always",)).below(*place, "restartPolicy")
    if pod.get("activeDeadlineSeconds") is not None:
        hint = "remove it: the workload would start the pod again"
        yield forbidden("its pods may not have a deadline", hint).below(*place, "activeDeadlineSeconds")
