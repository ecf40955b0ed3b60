"""What the platform file tells Flux (https://fluxcd.io/flux/components/kustomize/kustomizations/)."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.types import array, boolean, custom, described, enum, fields, map_of, string

_KUSTOMIZATION = "kustomize.toolkit.fluxcd.io/v1/Kustomization"
_SOURCE = "source.toolkit.fluxcd.io/v1"
_NOTIFICATION = "notification.toolkit.fluxcd.io/v1beta3"
_IMAGE = "image.toolkit.fluxcd.io/v1"

_NOTIFICATIONS = fields(
    provider=described(
        "Where messages go: the specification of a `Provider`, such as `{type: slack, channel: shop, secretRef: {name: "
        "slack}}`.",
        custom(f"{_NOTIFICATION}/Provider", "spec"),
    ),
    severity=described("Which messages: those of failures (`error`, the default), or all.", enum("error", "info")),
)

_IMAGES = fields(
    interval=described(
        "How often it looks whether there is something to commit; `30m` by default.", string("go-duration")
    ),
    commit=described(
        "The commits: `author`, `messageTemplate`, `signingKey`. They name what changed by default.",
        custom(f"{_IMAGE}/ImageUpdateAutomation", "spec.git.commit"),
    ),
    push=described(
        'Where commits go, as in `{branch: "images-{environment}"}`; to the branch that is delivered by default.',
        custom(f"{_IMAGE}/ImageUpdateAutomation", "spec.git.push"),
    ),
    repository=described(
        "How registries are looked at, as in an `ImageRepository`: `interval`, `secretRef`, `provider` and the like.",
        custom(f"{_IMAGE}/ImageRepository", "spec", without=("image", "accessFrom")),
    ),
    registries=described(
        "What is different for some of them, by the beginning of the image's name; the longest that fits counts.",
        map_of(custom(f"{_IMAGE}/ImageRepository", "spec", without=("image", "accessFrom")), "image"),
    ),
    cluster=described(
        "Where there are several, the cluster that makes the commits; the first by name by default.",
        string("dns-label"),
    ),
)

FLUX = fields(
    namespace=described("The namespace of Flux; `flux-system` by default.", string("dns-label")),
    per=described(
        "Whether there is a Kustomization for each service (the default), or for each folder of services.",
        enum("service", "group"),
    ),
    interval=described("How often it looks for drift; `1h` by default.", string("go-duration")),
    retryInterval=described("How long it waits after a failure; `2m` by default.", string("go-duration")),
    timeout=described(
        "How long a service may take until it is ready; `5m` by default, or what its longest Job may take.",
        string("go-duration"),
    ),
    healthCheckExprs=described(
        "How it tells whether resources of a kind are ready that it does not know, above those that are built in.",
        array(custom(_KUSTOMIZATION, "spec.healthCheckExprs[]")),
    ),
    decryption=described(
        "How it decrypts the Secrets: with the key in the Secret `sops-age` by default.",
        custom(_KUSTOMIZATION, "spec.decryption", without=("provider",)),
    ),
    serviceAccountName=described(
        "The service account that services and Secrets are applied as, instead of that of Flux itself.",
        string("dns-subdomain"),
    ),
    rbac=described(
        "Whether that service account is generated, with all rights in the environment's namespace and none elsewhere.",
        boolean(),
    ),
    source=described(
        "How it reads the repository, as in a `GitRepository`: `secretRef`, `verify`, `provider` and the like.",
        custom(f"{_SOURCE}/GitRepository", "spec", without=("url", "ref", "ignore")),
    ),
    oci=described(
        "The OCI artifact that it reads instead of the Git repository, as in an `OCIRepository`; it holds this tree.",
        custom(f"{_SOURCE}/OCIRepository", "spec"),
    ),
    images=described("How it commits newer images of the services that ask for them (`imageUpdate`).", _IMAGES),
    notifications=described("Who is told of failures; nobody by default.", _NOTIFICATIONS),
)

DEFAULTS: JsonMap = {
    "namespace": "flux-system",
    "per": "service",
    "interval": "1h",
    "retryInterval": "2m",
    "timeout": "5m",
    "decryption": {"secretRef": {"name": "sops-age"}},
    "source": {"interval": "5m", "timeout": "1m"},
    "images": {
        "interval": "30m",
        "commit": {"author": {"name": "fluxcdbot", "email": "fluxcdbot@users.noreply.github.com"}},
        "repository": {"interval": "10m"},
    },
}
