"""Configuration of nginx in an annotation, which can read every Secret that nginx can: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "ingress-snippet"
KINDS = frozenset({"Ingress"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for key in as_map(as_map(manifest.get("metadata")).get("annotations")):
        if str(key).startswith("nginx.ingress.kubernetes.io/") and str(key).endswith("-snippet"):
            message = "the snippet can make the controller show every Secret that it can read"
            hint = "use an annotation for the purpose; controllers refuse snippets by default"
            yield Wrong(RULE, message, hint, ("metadata", "annotations", key))
