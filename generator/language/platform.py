"""The platform file: environments, and what services share."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language import checks, delivery, environment, recipients
from generator.language.escape import PATCHES
from generator.language.resources import SIZE
from generator.language.types import (
    array,
    boolean,
    described,
    either,
    enum,
    fields,
    integer,
    map_of,
    once,
    string,
)

LAYER: JsonMap = {"x-layer": "layer"}
"""Stands for the fields of a service, where they are given for many services at once."""

_ENVIRONMENT = fields(
    extends=described(
        "The environment whose fields this one starts from, or several of which a later one overrides an earlier one.",
        either(string("dns-label"), array(string("dns-label"))),
    ),
    abstract=described("Whether it exists only to be extended.", boolean()),
    production=described(
        "Whether services with two or more pods are highly available here unless they say otherwise "
        "(see `highAvailability`).",
        boolean(),
    ),
    kubernetes=described("The minor version of its cluster's Kubernetes.", string("kubernetes-version")),
    cluster=described("The name or address of its cluster. Placeholders as in `namespace`.", string()),
    clusters=described(
        "Its clusters by name, where there are several that get the same. What has values of its own is an environment "
        "that extends this one.",
        delivery.CLUSTERS,
    ),
    delivery=described("How it is delivered, above the platform's `delivery`.", delivery.DELIVERY),
    variables=described(
        "Values by name, for placeholders of that name wherever placeholders are replaced.",
        map_of(string(), "variable-name"),
    ),
    namespace=described(
        "Its namespace. `{platform}`, `{environment}` and the variables are replaced; `{platform}-{environment}` by "
        "default.",
        string(),
    ),
    domain=described("The domain of its hosts, for `{domain}`. Placeholders as in `namespace`.", string("host")),
    priorityClass=described(
        "The priority class of highly available services, in production; by default one that is generated, "
        "`{platform}-{environment}`.",
        string(),
    ),
    apiVersions=described(
        "The custom resources that its cluster has, as `group/version` or `group/version/Kind`; all that there are "
        "schemas for where it is not given.",
        array(string("api-version")),
    ),
    missingApis=described(
        "What becomes of a resource that its cluster does not have: an `error`, or `omit` it. `error` by default.",
        enum("error", "omit"),
    ),
    **environment.FIELDS,
    ingressNamespace=described(
        "The namespace of the ingress controller; `ingress-nginx` by default.", string("dns-label")
    ),
    gatewayNamespace=described(
        "The namespace of the proxies that Gateways are made of; that of the Gateway itself by default.",
        string("dns-label"),
    ),
    prometheus=described(
        "The address of its Prometheus, which the queries of analyses go to. Placeholders as in `namespace`.", string()
    ),
    secretStore=described(
        "The store of external secrets that name none: its name, and `SecretStore` (the default) or "
        "`ClusterSecretStore` as its kind. Placeholders as in `namespace`.",
        fields(name=string(), kind=enum("SecretStore", "ClusterSecretStore")),
    ),
    secrets=described(
        "Who can read the Secrets that are encrypted in `secrets/ENVIRONMENT/`. Without it there are none.",
        recipients.OF_ENVIRONMENT,
    ),
    monitoringNamespace=described("The namespace of Prometheus; `monitoring` by default.", string("dns-label")),
    checks=described("What manifests are held to here; above the platform's `checks`.", checks.CHECKS),
    waivers=described(
        "What the environment's own resources are excused from, as a service's `waivers`.", checks.WAIVERS
    ),
    manifests=described(
        "More resources of the environment itself.",
        array({"type": ["object"]}, **{"x-unique": ["kind", "metadata.name"]}),
    ),
    patches=described("Changes to the environment's own resources, as a service's `patches`.", PATCHES),
    defaults=described("Fields of every service in this environment.", LAYER),
)

ENVIRONMENT = once(_ENVIRONMENT, ("quota", "quotas.quota.hard"), ("cluster", "clusters"))

PLATFORM = fields(
    language=described(
        "The version of the catalog's language, 1 where it is not said; see [upgrading](../upgrading.md).", integer(1)
    ),
    requires=described(
        "The releases of kubecatalog that may work on the catalog, so that all who work on it get the same tree.",
        string("releases"),
    ),
    name=described("The platform's name, for `{platform}`.", string("dns-label")),
    description=described("What the platform is, for people.", string()),
    environments=described("The environments by name.", map_of(ENVIRONMENT, "dns-label")),
    secrets=described("People, groups and rules for encrypted Secrets, everywhere.", recipients.OF_PLATFORM),
    checks=described("What manifests are held to, everywhere.", checks.CHECKS),
    delivery=described("How the clusters get what is generated; without it they are told nothing.", delivery.DELIVERY),
    defaults=described("Fields of every service.", LAYER),
    profiles=described("Named sets of fields, which services name under `profiles`.", map_of(LAYER, "dns-label")),
    sizes=described("Named sizes, which services name under `size`.", map_of(SIZE, "dns-label")),
)

ENVIRONMENT_DEFAULTS: JsonMap = {
    "namespace": "{platform}-{environment}",
    "priorityClass": "{platform}-{environment}",
    **environment.DEFAULTS,
    "ingressNamespace": "ingress-nginx",
    "monitoringNamespace": "monitoring",
}
