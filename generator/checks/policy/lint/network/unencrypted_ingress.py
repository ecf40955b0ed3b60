"""An Ingress without TLS: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "unencrypted-ingress"
KINDS = frozenset({"Ingress"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    if not as_map(manifest.get("spec")).get("tls"):
        yield Wrong(RULE, "requests come in without encryption", "add `tls` with the hosts", ("spec", "tls"))
