"""How the rendered tree reaches the clusters: which clusters there are, and what Flux or Argo CD is told."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language import delivery_argocd, delivery_flux
from generator.language.types import Field, Reach, array, boolean, described, either, fields, map_of, string
from generator.model.merge import Pending

CLUSTERS = map_of(
    fields(
        server=described("The address of its API server, for Argo CD; its name is used without.", string("server-url")),
        region=described("The region that it is in, which services can name instead of it.", string("dns-label")),
    ),
    "dns-label",
)

DELIVERY = fields(
    repository=described(
        "The address of this Git repository, as the clusters reach it: `https://...` or `ssh://...`.",
        string("git-url"),
    ),
    branch=described("The branch that is delivered; `main` by default.", string()),
    path=described("Where this tree lies in the repository, when it is not at the top.", string("relative-path")),
    flux=described(
        "What is generated in `delivery/flux/ENVIRONMENT/`: `true` for all defaults.",
        either(boolean(), delivery_flux.FLUX),
    ),
    argocd=described(
        "What is generated in `delivery/argocd/ENVIRONMENT/`, likewise.", either(boolean(), delivery_argocd.ARGOCD)
    ),
)

DEFAULTS: JsonMap = {"branch": "main"}

CONTROLLERS: dict[str, JsonMap] = {"flux": delivery_flux.DEFAULTS, "argocd": delivery_argocd.DEFAULTS}
"""What each of them is told where the platform file does not say it."""

REMOVABLE = ("decryption", "syncOptions")
"""Of these a null takes away what is told by default; of all else it is told again."""

FIELDS = (
    Field(
        "clusters",
        array(string("dns-label")),
        "Where an environment has several clusters, those that get the service: names of clusters, or of regions. All "
        "by default.",
        ["eu-1"],
        reach=Reach.SERVICE,
    ),
    Field(
        "delivery",
        fields(
            timeout=described("How long it may take until all is ready.", string("go-duration")),
            wait=described("Whether what depends on the service waits until all of it is ready.", boolean()),
            prune=described("Whether what is no longer generated is removed from the cluster.", boolean()),
        ),
        "How the service is delivered, where it differs from what the platform file says.",
        {"timeout": "15m"},
        reach=Reach.SERVICE,
    ),
)


def expanded(value: Json) -> Json:
    """`delivery` as written -> the canonical shape, in which the platform's and an environment's merge. What a null of
    an environment takes away may stand in the platform's, or among the defaults."""
    if not isinstance(value, dict):
        return value
    canonical = Pending(value)
    for name in CONTROLLERS.keys() & canonical.keys():
        wanted = canonical[name]
        canonical[name] = {} if wanted is True else None if wanted is False else wanted
    return canonical
