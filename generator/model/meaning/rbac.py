"""Access rules that Kubernetes refuses, or that give nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import service_account
from generator.resources.api_groups import by_resource, groups_of, plural
from generator.schemas.scopes import CLUSTER_SCOPED

_VERBS = (
    "get list watch create update patch delete deletecollection * use bind escalate impersonate approve sign attest"
).split()
_HTTP_VERBS = "get head options post put patch delete *".split()
_BINDINGS = ("rules", "clusterRules", "roles", "clusterRoles", "clusterWide")


def check(plan: ServicePlan) -> Iterator[Fault]:
    """`plan` is that of the service as a whole."""
    own = plan.spec.get("rbac")
    if own is None:
        return
    if not any(own.get(name) for name in _BINDINGS):
        hint = 'add `rules: [{resources: [configmaps], verbs: [get]}]`, or remove "rbac"'
        yield Fault("rbac-without-rules", ("rbac",), "`rbac` gives the service no rights", hint, reads=("rbac",))
    for field in ("rules", "clusterRules"):
        for index, rule in enumerate(own.get(field, [])):
            yield from _rule(rule, ("rbac", field, index), namespaced=field == "rules")
    for field in ("roles", "clusterRoles", "clusterWide"):
        for name, item in own.get(field, {}).items():
            for index, rule in enumerate(item.get("rules", [])):
                yield from _rule(rule, ("rbac", field, name, "rules", index), namespaced=field == "roles")
    yield from _subjects(plan)
    if service_account.name_of(plan) is not None:
        yield from _token(plan)
    elif not own.get("subjects"):
        message = "the rights would be those of every pod of the namespace: the service has no account of its own"
        hint = "remove `create: false`, or name an account"
        yield Fault("rbac-without-account", ("rbac",), message, hint, reads=("serviceAccount",))


def _token(plan: ServicePlan) -> Iterator[Fault]:
    if (
        any(workload.has_pods for workload in plan.workloads)
        and not any(map(service_account.has_token, plan.workloads))
        and not any(map(_projects_token, plan.workloads))
    ):
        message = "the pods have rights in the cluster, and no token to use them"
        hint = "remove `automount: false`, or `rbac`"
        reads = ("volumes", "automountServiceAccountToken")
        yield Fault("rbac-without-token", ("serviceAccount", "automount"), message, hint, reads=reads)


def _subjects(plan: ServicePlan) -> Iterator[Fault]:
    for index, subject in enumerate(plan.spec["rbac"].get("subjects", [])):
        field = ("rbac", "subjects", index)
        kind, name = subject.get("kind"), subject.get("name")
        if not kind or not name:
            missing = "name" if kind else "kind"
            yield Fault("missing-field", field, f"the subject has no {missing}", "add `kind: Group` and its `name`")
        elif kind != "ServiceAccount" and name == service_account.name_of(plan):
            message = f'kustomize takes the {kind} "{name}" for the service account of that name'
            hint = "give the account another name: `serviceAccount.name`"
            yield Fault("subject-named-as-account", (*field, "name"), message, hint, reads=("serviceAccount", "name"))
        elif kind == "ServiceAccount" and not subject.get("namespace"):
            message = "an account that is a subject needs its namespace"
            yield Fault("missing-field", field, message, "add `namespace`")


def _rule(rule: JsonMap, field: Path, *, namespaced: bool) -> Iterator[Fault]:
    urls = rule.get("nonResourceURLs")
    missing = [name for name in ("verbs", "resources") if not rule.get(name) and not (name == "resources" and urls)]
    for name in missing:
        example = "verbs: [get, list]" if name == "verbs" else "resources: [configmaps]"
        at = (*field, name) if name in rule else field
        yield Fault("missing-field", at, f"the rule has no {name}", f"add `{example}`", reads=("rbac",))
    if urls and (namespaced or rule.get("resources")):
        message = "a rule of a namespace has no `nonResourceURLs`" if namespaced else "a rule is for resources or URLs"
        hint = "move the rule to `clusterRules`" if namespaced else "make two rules of it"
        yield Fault("invalid-rule", (*field, "nonResourceURLs"), message, hint)
    known = _HTTP_VERBS if urls else _VERBS
    for place, verb in enumerate(rule.get("verbs") or []):
        if verb not in known:
            hint = did_you_mean(verb, known) or f"the verbs are {', '.join(known)}"
            yield Fault("unknown-verb", (*field, "verbs", place), f'there is no verb "{verb}"', hint, "warning")
    for place, name in enumerate(rule.get("resources") or []):
        at = (*field, "resources", place)
        if "apiGroups" not in rule:
            yield from _group(name, at)
        elif own := groups_of(name):
            yield from _not_of_groups(name, own, rule["apiGroups"] or [], at)
        if namespaced and name.partition("/")[0] in _OF_CLUSTER:
            message = f"{name} are in no namespace, so a Role gives no rights to them"
            yield Fault("cluster-scoped-resource", at, message, "move the rule to `clusterRules`")


_OF_CLUSTER = frozenset(plural(key.rpartition("/")[2]) for key in CLUSTER_SCOPED) - {"namespaces"}
"""Resources of Kubernetes that are in no namespace; a namespace itself is one of those that a Role can speak of."""


def _not_of_groups(resource: str, known: tuple[str, ...], groups: list[str], field: Path) -> Iterator[Fault]:
    """Whether a resource of Kubernetes is asked for in other groups of Kubernetes than its own."""
    every = {group for found in by_resource().values() for group in found}
    if groups and set(groups) <= every and not set(groups) & set(known):
        shown = ", ".join(map(_shown, known))
        message = f'no "{resource}" are in the API group {_shown(groups[0])}'
        yield Fault("wrong-api-group", field, message, f"write `apiGroups: [{shown}]`, or remove `apiGroups`")


def _shown(group: str) -> str:
    return group or '""'


def _group(resource: str, field: Path) -> Iterator[Fault]:
    """Whether the API group of a resource goes without saying."""
    groups = groups_of(resource)
    if len(groups) > 1:
        every = ", ".join(group or '""' for group in groups)
        message = f'there are "{resource}" in several API groups'
        yield Fault("missing-api-group", field, message, f"add `apiGroups: [{every}]` or one of them")
    elif not groups:
        name = resource.partition("/")[0]
        near = did_you_mean(name, by_resource())
        hint = f"{near} Or add `apiGroups: [GROUP]`" if near else "add `apiGroups: [GROUP]`"
        yield Fault("missing-api-group", field, f'Kubernetes itself has no resource "{name}"', hint)


def _projects_token(plan: ServicePlan) -> bool:
    """Whether a volume brings a token of the account."""
    return any(
        "serviceAccountToken" in source
        for volume in plan.spec.get("volumes", {}).values()
        for source in volume.get("projected", {}).get("sources", [])
    )
