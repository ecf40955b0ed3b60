"""What an environment itself is made of: its namespace, and what stands in it for all services."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language import checks, delivery
from generator.language.types import (
    array,
    boolean,
    described,
    either,
    enum,
    fields,
    integer,
    kubernetes,
    map_of,
    needing,
    string,
)

_MODES = ("enforce", "warn", "audit")
_LEVEL = enum("privileged", "baseline", "restricted")
_VERSION = string("pod-security-version")
_LABELS = map_of(string("label-value"), "label-key")
_ANNOTATIONS = map_of(string(), "label-key")
_LIMITS = kubernetes("LimitRangeItem", without=("type",))
_HARD = map_of(either(string("quantity"), {"type": ["number"]}), "quota-resource")
MAX_PRIORITY = 1_000_000_000

FIELDS: dict[str, JsonMap] = {
    "labels": described(
        "Labels of the environment's own resources: `app.kubernetes.io/part-of` with the platform's name by default, "
        "which null drops. Placeholders as in `namespace`.",
        _LABELS,
    ),
    "annotations": described("Annotations of the environment's own resources, likewise.", _ANNOTATIONS),
    "createNamespace": described("Whether the namespace itself is generated.", boolean()),
    "namespaceLabels": described("More labels of the namespace, likewise.", _LABELS),
    "namespaceAnnotations": described("More annotations of the namespace, likewise.", _ANNOTATIONS),
    "podSecurity": described(
        "The Pod Security Standard that the namespace enforces and warns of, `restricted` by default; or a level for "
        "each of `enforce`, `warn` and `audit`, with versions. Null leaves the namespace without.",
        either(
            _LEVEL,
            fields(
                **dict.fromkeys(_MODES, _LEVEL),
                version=described("The version of the standard for all of them, such as `v1.36`.", _VERSION),
                **{f"{mode}Version": _VERSION for mode in _MODES},
            ),
        ),
    ),
    "defaultDeny": described(
        "Whether traffic that no policy allows is denied; or the policy's `name`, its `policyTypes` "
        "(`[Ingress, Egress]` by default), and whether pods that have no policy may ask the `dns`.",
        either(
            boolean(),
            fields(name=string("dns-subdomain"), policyTypes=array(enum("Ingress", "Egress")), dns=boolean()),
        ),
    ),
    "quota": described('The hard limits of a ResourceQuota, by resource. Short for `quotas: {"quota": ...}`.', _HARD),
    "quotas": described(
        "ResourceQuotas by name, with `hard`, `scopes` and `scopeSelector`.",
        map_of(kubernetes("ResourceQuotaSpec", hard=_HARD), "dns-subdomain"),
    ),
    "limits": described(
        "A LimitRange by type: `{Container: {default: {memory: 256Mi}}}`, or Kubernetes' own list; `name` names it.",
        either(
            {
                **fields(name=string("dns-subdomain"), Container=_LIMITS, Pod=_LIMITS),
                **map_of(_LIMITS, "limit-type"),
            },
            array(needing(kubernetes("LimitRangeItem", without=("type",), type=string()), "type")),
        ),
    ),
    "priorityClasses": described(
        "Priority classes by name, with `value`. They are the cluster's, so give them once where environments share "
        "one.",
        map_of(
            fields(
                value=described("The greater, the more important.", integer(-(2**31), MAX_PRIORITY)),
                description=string(),
                globalDefault=boolean(),
                preemptionPolicy=enum("PreemptLowerPriority", "Never"),
                labels=_LABELS,
                annotations=_ANNOTATIONS,
            ),
            "dns-subdomain",
        ),
    ),
}

DEFAULTS: JsonMap = {
    "labels": {"app.kubernetes.io/part-of": "{platform}"},
    "createNamespace": True,
    "podSecurity": {"enforce": "restricted", "warn": "restricted"},
    "defaultDeny": {"enabled": True},
}

PRODUCTION: JsonMap = {"value": 1000, "description": "Highly available services of a production environment."}
"""The priority class that an environment marked as production has by default."""

_ALL_MODES = (*_MODES, "version", *(f"{mode}Version" for mode in _MODES))


def expanded(environment: JsonMap) -> JsonMap:
    """The fields of one environment as written -> canonical fields, in which those of several merge."""
    result = dict(environment)
    level = environment.get("podSecurity")
    if isinstance(level, str):
        result["podSecurity"] = {**dict.fromkeys(_ALL_MODES), "enforce": level, "warn": level}
    deny = environment.get("defaultDeny")
    if deny is not None:
        result["defaultDeny"] = {"enabled": deny} if isinstance(deny, bool) else {"enabled": True, **deny}
    if "quota" in environment:
        hard = result.pop("quota")
        quotas = environment.get("quotas") or {}
        short = None if hard is None else {**(quotas.get("quota") or {}), "hard": hard}
        result["quotas"] = {**quotas, "quota": short}
    if "checks" in environment:
        result["checks"] = checks.expanded(environment["checks"])
    if "delivery" in environment:
        result["delivery"] = delivery.expanded(environment["delivery"])
    if isinstance(environment.get("limits"), list):
        result["limits"] = _by_type(environment["limits"])
    return result


def _by_type(items: Json) -> JsonMap:
    return {item["type"]: {key: value for key, value in item.items() if key != "type"} for item in items}
