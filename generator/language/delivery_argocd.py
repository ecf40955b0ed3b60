"""What the platform file tells Argo CD (https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/)."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.types import (
    array,
    boolean,
    custom,
    described,
    either,
    enum,
    fields,
    integer,
    map_of,
    needing,
    string,
)

_APPLICATION = "argoproj.io/v1alpha1/Application"
_PROJECT = "argoproj.io/v1alpha1/AppProject"

_EXACT = ("sourceRepos", "destinations", "clusterResourceWhitelist", "namespaceResourceWhitelist", "syncWindows")
"""The fields of a project that follow from the catalog, or that the platform file says beside it."""

_WINDOW = needing(
    custom(
        _PROJECT,
        "spec.syncWindows[]",
        kind=enum("allow", "deny"),
        schedule=string("sync-schedule"),
        duration=string("go-duration"),
        timeZone=string("time-zone"),
    ),
    "kind",
    "schedule",
    "duration",
)

_STEP = needing(
    fields(
        environments=array(string("dns-label")),
        maxUpdate=described(
            "How many Applications change at a time, or a percentage of them; all by default, and with 0 none does "
            "until somebody syncs it.",
            either(integer(), string("int-or-percent")),
        ),
    ),
    "environments",
)

ARGOCD = fields(
    namespace=described("The namespace of Argo CD; `argocd` by default.", string("dns-label")),
    per=described(
        "Whether there is an Application for each service (the default), or for each folder of services.",
        enum("service", "group"),
    ),
    applications=described(
        "Whether each Application is an object of its own (the default), or an ApplicationSet makes them. Only the "
        "former start in the order of `dependsOn`.",
        enum("Applications", "ApplicationSet"),
    ),
    rollingSync=described(
        "The environments that change one after the other, each when the one before is healthy: their names, or "
        "`environments` and `maxUpdate`. One ApplicationSet makes the Applications of all of them. It is said for the "
        "platform, not for an environment.",
        array(either(string("dns-label"), _STEP)),
    ),
    automated=described("Whether what is committed is applied by itself; true by default.", boolean()),
    prune=described("Whether what is no longer generated is removed from the cluster; true by default.", boolean()),
    selfHeal=described(
        "Whether what somebody changed in the cluster is set back by itself; true by default.", boolean()
    ),
    whenRemoved=described(
        "What becomes of an Application whose service is no longer in the catalog: `keep` it until somebody deletes it "
        "(the default), or `delete` it with all that it has in the cluster.",
        enum("keep", "delete"),
    ),
    syncOptions=described(
        "More sync options of all Applications, by name, or other values of those that they have; null takes one away.",
        map_of(either(boolean(), string())),
    ),
    retry=described(
        "How a sync that failed is tried again; up to five times within minutes by default.",
        custom(_APPLICATION, "spec.syncPolicy.retry"),
    ),
    ignoreDifferences=described(
        "More differences between the cluster and what is generated that are to stay, in all Applications.",
        array(custom(_APPLICATION, "spec.ignoreDifferences[]")),
    ),
    syncWindows=described(
        "When Applications may sync, or may not. A window without `applications`, `namespaces` and `clusters` is for "
        "all of the environment.",
        array(_WINDOW),
    ),
    project=described("More fields of the AppProject, such as `roles`.", custom(_PROJECT, "spec", without=_EXACT)),
    secrets=described(
        "How the encrypted Secrets reach the cluster: through `ksops` (the default), or not through Argo CD (`none`).",
        enum("ksops", "none"),
    ),
)

DEFAULTS: JsonMap = {
    "namespace": "argocd",
    "per": "service",
    "applications": "Applications",
    "automated": True,
    "prune": True,
    "selfHeal": True,
    "whenRemoved": "keep",
    "syncOptions": {
        "ApplyOutOfSyncOnly": True,
        "FailOnSharedResource": True,
        "PruneLast": True,
        "ServerSideApply": True,
    },
    "retry": {"limit": 5, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "5m"}},
    "secrets": "ksops",
}


def steps(settings: JsonMap) -> list[JsonMap]:
    """The steps of `rollingSync`, each with its `environments`."""
    return [{"environments": [step]} if isinstance(step, str) else step for step in settings.get("rollingSync") or ()]
