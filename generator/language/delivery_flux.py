"""What the platform file tells Flux (https://fluxcd.io/flux/components/kustomize/kustomizations/)."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.types import described, enum, fields, string

FLUX = fields(
    namespace=described("The namespace of Flux; `flux-system` by default.", string("dns-label")),
    per=described(
        "Whether there is a Kustomization for each service (the default), or for each folder of services.",
        enum("service", "group"),
    ),
    interval=described("How often it looks for drift; `1h` by default.", string("go-duration")),
    retryInterval=described("How long it waits after a failure; `2m` by default.", string("go-duration")),
    timeout=described("How long a service may take until it is ready; `5m` by default.", string("go-duration")),
)

DEFAULTS: JsonMap = {
    "namespace": "flux-system",
    "per": "service",
    "interval": "1h",
    "retryInterval": "2m",
    "timeout": "5m",
}
