"""A workload that cannot be rolled back: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#clean-up-policy"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.json_types import as_map

RULE = "no-history"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    limit = as_map(pod.owner.get("spec")).get("revisionHistoryLimit")
    if type(limit) is int and limit == 0:
        message = "no earlier revision is kept, so `kubectl rollout undo` has nothing to go back to"
        yield Wrong(RULE, message, "set it to 2 or more", ("spec", "revisionHistoryLimit"))
