"""A CronJob that is never run again once it missed too many times: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "missing-starting-deadline"
KINDS = frozenset({"CronJob"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    if as_map(manifest.get("spec")).get("startingDeadlineSeconds") is None:
        message = "after 100 missed runs, as in a long outage, it is not run any more"
        hint = "set `startingDeadlineSeconds`, to less than the time between two runs"
        yield Wrong(RULE, message, hint, ("spec", "startingDeadlineSeconds"))
