"""NonResourcePolicyRule: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field
from generator.checks.admission.types.flowcontrol import wildcards
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.NonResourcePolicyRule"

FIELDS = {"verbs": Field(required=True), "nonResourceURLs": Field(required=True)}


def everything(rule: JsonMap) -> Iterator[Wrong]:
    return wildcards.alone(rule, "verbs", "nonResourceURLs")


def urls(rule: JsonMap) -> Iterator[Wrong]:
    own = rule.get("nonResourceURLs") or ()
    for position, url in enumerate(own):
        if "*" not in own and not _is_path(url or ""):
            hint = "write it as /healthz or /metrics/*"
            yield malformed(url, "a path that ends with /* where it has a star", hint).below(
                "nonResourceURLs", position
            )


def _is_path(url: str) -> bool:
    stars = url.count("*")
    clean = url.startswith("/") and " " not in url and "//" not in url
    return clean and (not stars or (stars == 1 and url.endswith("/*")))


RULES = (everything, wildcards.verbs, urls)
