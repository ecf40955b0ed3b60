"""The types of Secrets that Kubernetes knows, and the keys that the API server wants of each.

https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

OPAQUE = "Opaque"
TLS = "kubernetes.io/tls"
DOCKER_CONFIG = "kubernetes.io/dockerconfigjson"
PULLING = (DOCKER_CONFIG, "kubernetes.io/dockercfg")
"""The types that images are pulled with."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    TLS: ("tls.crt", "tls.key"),
    DOCKER_CONFIG: (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
"""The keys that a Secret of a type must have."""

ONE_OF: Mapping[str, tuple[str, ...]] = {"kubernetes.io/basic-auth": ("username", "password")}
"""The keys of which a Secret of a type must have one at least."""

MAX_BYTES = 1024 * 1024
"""What the API server takes for one Secret (https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size)."""

FIXED = ("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token")
"""Types that the cluster itself fills or reads in namespaces of its own; a service has none of them."""


def missing(kind: str, keys: Collection[str]) -> list[str]:
    """The keys that a Secret of that type lacks; where one of several would do, those, joined by "or"."""
    lacking = [key for key in REQUIRED.get(kind, ()) if key not in keys]
    choice = ONE_OF.get(kind, ())
    return [*lacking, " or ".join(choice)] if choice and not set(choice) & set(keys) else lacking
