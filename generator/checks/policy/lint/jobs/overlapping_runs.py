"""Runs of a CronJob that may be there at the same time: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "overlapping-runs"
KINDS = frozenset({"CronJob"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    if "concurrencyPolicy" not in as_map(manifest.get("spec")):
        message = "a run begins although the last one goes on"
        hint = "set `concurrencyPolicy: Forbid` or `Replace`, or `Allow` where that is meant"
        yield Wrong(RULE, message, hint, ("spec", "concurrencyPolicy"))
