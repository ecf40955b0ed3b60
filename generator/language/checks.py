"""What is asked of manifests, and what a service is excused from."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name
from generator.language.types import (
    Field,
    Reach,
    array,
    boolean,
    described,
    either,
    enum,
    fields,
    integer,
    map_of,
    named,
    needing,
    string,
)

_TEXTS = either(string(), array(string()))
_REQUIRED = either(array(string("label-key")), map_of(string("regex"), "label-key"))
_MANIFESTS = array({"type": ["object"]})

_EXPRESSION = fields(
    kinds=described("The kinds that it holds for; all that there are by default.", array(string())),
    expression=described(
        "What has to be true of each of them, in CEL with the functions of Kubernetes; `object` is the manifest.",
        string(),
    ),
    message=described("What is wrong where it is not true.", string()),
    hint=described("What to do then.", string()),
    severity=described("How much it weighs; `error` by default.", enum("error", "warning", "info")),
    tests=described(
        "Manifests that it is tried on by `validate`: those under `pass` have to pass, those under `fail` to fail.",
        fields(**{"pass": _MANIFESTS, "fail": _MANIFESTS}),
    ),
)

_ELSEWHERE = needing(
    fields(
        kind=described("Its kind, with its group or without; `*` for any.", string()),
        name=described("Its name, or several; `*` stands for anything, and for all of them by default.", _TEXTS),
        namespace=described("Its namespace; any by default.", string()),
        keys=described("The keys of a ConfigMap or Secret, where they are to be checked.", _TEXTS),
    ),
    "kind",
)

CHECKS = fields(
    rules=described(
        "Which rules are asked for: `essential` (what is dangerous, the default), `recommended`, or `all`. "
        "`kubecatalog rules` lists them.",
        enum("essential", "recommended", "all"),
    ),
    severity=described(
        "How much the findings of a rule weigh, by rule; it is then asked for, and `off` silences it. What a cluster "
        "refuses stays an error.",
        map_of(enum("error", "warning", "info", "off"), "dns-label"),
    ),
    podSecurity=described(
        "The Pod Security Standard that pods are held to; by default the one that the namespace enforces.",
        enum("privileged", "baseline", "restricted"),
    ),
    allowedRegistries=described(
        "Where images may come from: registries, with the beginning of a path or `*` in it.", array(string())
    ),
    requiredLabels=described(
        "Labels that every resource has to have: a list of keys, or regular expressions of values by key.", _REQUIRED
    ),
    requiredAnnotations=described("Annotations, likewise.", _REQUIRED),
    minReplicas=described("How many pods `single-replica` asks for; 2 by default.", integer(1)),
    openWaivers=described("Whether a waiver may go without `until`.", boolean()),
    nextKubernetes=described(
        "The minor version of Kubernetes that the cluster gets next, of which is warned; the one after its own by "
        "default.",
        string("kubernetes-version"),
    ),
    priorityClasses=described("Priority classes that the cluster has although no manifest says so.", array(string())),
    runtimeClasses=described("Runtime classes, likewise.", array(string())),
    serviceCIDRs=described("The address ranges of its Services.", array(string("cidr"))),
    nodes=described("How many nodes the cluster has, for what DaemonSets take of a quota.", integer(1)),
    elsewhere=described("Resources that manifests may refer to although they are not here.", array(_ELSEWHERE)),
    expressions=described("Rules of the platform's own, by name.", named(_EXPRESSION)),
)

WAIVERS = array(
    needing(
        fields(
            rule=described("The rule whose findings are excused.", string("dns-label")),
            reason=described("Why, for people.", string()),
            until=described("The last day on which it holds.", string("date")),
            field=described("The field of the manifest that it is about; all by default.", string()),
            kind=described("The kind that it is about; all by default.", string()),
            name=described("The name of the resource that it is about; `*` stands for anything.", string()),
            environments=described("The environments in which it holds; all by default.", array(string("dns-label"))),
        ),
        "rule",
        "reason",
    )
)

FIELDS = (
    Field(
        "waivers",
        WAIVERS,
        "Findings that are excused for a time, each with a reason. What a cluster would refuse cannot be. A waiver "
        "that has expired, or that excuses nothing, is a finding itself.",
        [{"rule": "root-user", "reason": "the vendor's image, replaced in SHOP-311", "until": "2027-01-31"}],
        reach=Reach.SERVICE,
    ),
)


def expanded(value: Json) -> Json:
    """`checks` as written -> the canonical shape, in which the platform's and an environment's merge."""
    if not isinstance(value, dict):
        return value
    canonical: JsonMap = dict(value)
    if "expressions" in canonical:
        canonical["expressions"] = by_name(canonical["expressions"])
    for name in ("requiredLabels", "requiredAnnotations"):
        if isinstance(canonical.get(name), list):
            canonical[name] = dict.fromkeys(canonical[name], ".*")
    return canonical
