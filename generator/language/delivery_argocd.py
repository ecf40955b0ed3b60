"""What the platform file tells Argo CD (https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/)."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.types import described, enum, fields, string

ARGOCD = fields(
    namespace=described("The namespace of Argo CD; `argocd` by default.", string("dns-label")),
    per=described(
        "Whether there is an Application for each service (the default), or for each folder of services.",
        enum("service", "group"),
    ),
)

DEFAULTS: JsonMap = {"namespace": "argocd", "per": "service"}
