"""A Job that may run for ever: https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "missing-job-deadline"
KINDS = frozenset({"Job", "CronJob"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    path: tuple[str, ...] = ("spec",)
    spec = as_map(manifest.get("spec"))
    if manifest["kind"] == "CronJob":
        path = ("spec", "jobTemplate", "spec")
        spec = as_map(as_map(spec.get("jobTemplate")).get("spec"))
    of_pod = as_map(as_map(spec.get("template")).get("spec"))
    if spec.get("activeDeadlineSeconds") is None and of_pod.get("activeDeadlineSeconds") is None:
        message = "a run that hangs is never ended"
        yield Wrong(RULE, message, "set `activeDeadlineSeconds`", (*path, "activeDeadlineSeconds"))
