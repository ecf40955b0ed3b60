"""What makes a workload with several pods highly available, as a layer below everything that is written."""

from __future__ import annotations

from generator.json_types import Json, JsonMap

DRAIN_SECONDS = 10
"""How long endpoints take to leave proxies and load balancers: they learn of it while the pod is already stopping
(https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow)."""

STOP_SECONDS = 30
"""Kubernetes' own grace period: what a process has to stop once the pause is over."""


WHY = {
    "podDisruptionBudget": "one pod may be gone at a time, so that a drain of nodes never takes all",
    "topologySpreadConstraints": "a zone or a node that fails takes only some of the pods",
    "strategy": "new pods come before old ones go",
    "lifecycle": "load balancers still send requests to a pod that has begun to stop",
    "terminationGracePeriodSeconds": "the pause before it stops, and the time that a process has anyway",
    "priorityClassName": "where there is no room, other pods make way for these",
}
"""What each field is for."""


def least_pods(spec: JsonMap) -> int:
    """The least number of pods that the canonical fields ask for."""
    autoscale = spec.get("autoscale")
    scales = isinstance(autoscale, dict) and autoscale.get("enabled") is not False
    least: Json = autoscale.get("min") if isinstance(autoscale, dict) and scales else spec.get("replicas")
    return least if isinstance(least, int) else 1


def derived(spec: JsonMap, priority_class: str) -> JsonMap:
    """The fields, as they could be written, of a workload with the merged canonical fields `spec`, nulls included."""
    if spec.get("kind") not in ("Deployment", "Rollout", "StatefulSet") or least_pods(spec) < 2:
        return {}
    found: JsonMap = {
        "podDisruptionBudget": {"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow"},
        "topologySpreadConstraints": ["zone", "hostname"],
    }
    if spec["kind"] in ("Deployment", "Rollout"):
        found["strategy"] = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}}
    if priority_class:
        found["priorityClassName"] = priority_class
    if spec.get("ports"):
        found.update(_drained(spec))
    return found


def _drained(spec: JsonMap) -> JsonMap:
    """A pause before the process is told to stop, and a grace period that covers it."""
    lifecycle = spec.get("lifecycle", {})
    if lifecycle is None or "preStop" in lifecycle:
        sleep = ((lifecycle or {}).get("preStop") or {}).get("sleep")
        seconds = sleep.get("seconds") if isinstance(sleep, dict) else None
        pause: JsonMap = {}
    else:
        seconds = DRAIN_SECONDS
        pause = {"lifecycle": {"preStop": {"sleep": {"seconds": seconds}}}}
    grace = {"terminationGracePeriodSeconds": seconds + STOP_SECONDS} if isinstance(seconds, int) else {}
    return {**pause, **grace}
