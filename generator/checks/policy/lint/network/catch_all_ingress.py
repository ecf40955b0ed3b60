"""An Ingress that takes the requests for every host: https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map
from generator.resources.references.maps import maps

RULE = "catch-all-ingress"
KINDS = frozenset({"Ingress"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, rule in maps(as_map(manifest.get("spec")).get("rules")):
        if not rule.get("host"):
            message = "the rule takes requests for every host that no other Ingress has"
            yield Wrong(RULE, message, "add `host`", ("spec", "rules", position, "host"))
