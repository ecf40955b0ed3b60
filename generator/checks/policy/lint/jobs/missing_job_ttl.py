"""A finished Job that stays for ever: https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "missing-job-ttl"
KINDS = frozenset({"Job"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    """Of Jobs by themselves: a CronJob removes its own."""
    if as_map(manifest.get("spec")).get("ttlSecondsAfterFinished") is None:
        message = "the Job and its pods stay after they have finished"
        yield Wrong(RULE, message, "set `ttlSecondsAfterFinished`", ("spec", "ttlSecondsAfterFinished"))
