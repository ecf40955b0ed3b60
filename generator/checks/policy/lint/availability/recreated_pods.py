"""A rollout that ends all pods before it starts new ones: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.json_types import as_map

RULE = "recreated-pods"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    strategy = as_map(as_map(pod.owner.get("spec")).get("strategy"))
    if pod.kind == "Deployment" and strategy.get("type") == "Recreate":
        message = "each rollout ends all pods before it starts new ones"
        yield Wrong(RULE, message, "use `RollingUpdate` where two versions may run", ("spec", "strategy", "type"))
