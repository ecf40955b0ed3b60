"""What the service may do in the cluster."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import metadata
from generator.language.types import Field, Reach, array, boolean, described, either, fields, kubernetes, map_of, string

_RULES = array(kubernetes("rbac.v1.PolicyRule"))
_EXISTING = either(
    array(string("role-name")),
    map_of(
        fields(
            name=described("The binding's name.", string("role-name")),
            rules=described("What it may do, where it does not exist yet: the role is made, too.", _RULES),
            bound=described(
                "Whether it is bound; `false` for a role that others bind, or that is aggregated.", boolean()
            ),
            **metadata("the role that is made"),
        ),
        "role-name",
    ),
)


def _expand(value: Json) -> JsonMap:
    if isinstance(value, list):
        return {"rbac": {"rules": value}}
    if not isinstance(value, dict):
        return {"rbac": value}
    lists = {key: value[key] for key in ("roles", "clusterRoles", "clusterWide") if isinstance(value.get(key), list)}
    return {"rbac": {**value, **{key: {name: {} for name in names} for key, names in lists.items()}}}


FIELDS = (
    Field(
        "rbac",
        either(
            _RULES,
            fields(
                rules=described("What it may do in its own namespace: a Role, and its binding.", _RULES),
                clusterRules=described(
                    "What it may do in every namespace, and with what is in none: a ClusterRole, and its binding.",
                    _RULES,
                ),
                roles=described("Roles that exist in its namespace, bound to it.", _EXISTING),
                clusterRoles=described("ClusterRoles that exist, bound to it in its namespace only.", _EXISTING),
                clusterWide=described("ClusterRoles that exist, bound to it everywhere.", _EXISTING),
                subjects=described(
                    "Who else gets these rights, in Kubernetes' own form: a group of people, another account. They "
                    "alone do where the service has no account (`serviceAccount: {create: false}`).",
                    array(kubernetes("rbac.v1.Subject")),
                ),
                name=described("The Role's name; the service's by default.", string("role-name")),
                bindingName=described("The name of the Role's binding; the Role's by default.", string("role-name")),
                clusterName=described(
                    "The ClusterRole's name; by default the namespace's and the service's, for a cluster has only one "
                    "of a name.",
                    string("role-name"),
                ),
                **metadata("these roles and bindings"),
                clusterBindingName=described(
                    "The name of the ClusterRole's binding; the ClusterRole's by default.", string("role-name")
                ),
            ),
        ),
        "What the service's account may do, as rules of Kubernetes: `resources`, `verbs`, and `apiGroups` where the "
        "resource is not one of Kubernetes' own. A list of rules holds for its own namespace. The pods get the "
        "account's token.",
        {"rules": [{"resources": ["configmaps"], "verbs": ["get", "list", "watch"]}], "clusterRoles": ["view"]},
        expand=_expand,
        reach=Reach.SERVICE,
    ),
)
