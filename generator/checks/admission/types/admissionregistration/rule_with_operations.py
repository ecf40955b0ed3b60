"""RuleWithOperations and NamedRuleWithOperations: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/validating-webhook-configuration-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict, duplicate
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.RuleWithOperations"

ALSO = tuple(f"{_GROUP}.{version}.NamedRuleWithOperations" for version in ("v1", "v1beta1", "v1alpha1"))

FIELDS = {
    "apiGroups": Field(required=True),
    "apiVersions": Field(required=True),
    "resources": Field(required=True),
    "operations": Field(items=one_of("CREATE", "UPDATE", "DELETE", "CONNECT", "*"), required=True),
    "scope": Field(one_of("Cluster", "Namespaced", "*"), keeps=True, default="*"),
    "resourceNames": Field(items=formats.path_segment),
}


def all_or_some(rule: JsonMap) -> Iterator[Wrong]:
    for field in ("apiGroups", "apiVersions", "operations"):
        items = rule.get(field) or ()
        if len(items) > 1 and "*" in items:
            yield conflict("* stands for all there are", 'write only "*", or only the others').below(field)
    for field in ("apiVersions", "resources"):
        for position, item in enumerate(rule.get(field) or ()):
            if not item:
                yield Wrong("missing-field", f"an item of {field} is empty", "write it, or remove it").below(
                    field, position
                )


def resources_apart(rule: JsonMap) -> Iterator[Wrong]:
    """A wildcard leaves nothing to say about what it stands for."""
    items = [item or "" for item in rule.get("resources") or ()]
    hint = "remove what the wildcard covers"
    with_all_below: set[str] = set()
    below_all: set[str] = set()
    for position, item in enumerate(items):
        resource, slash, below = item.partition("/")
        if item == "*/*" or not slash:
            continue
        if resource in with_all_below or below in below_all:
            yield conflict(f"a wildcard before it covers {item}", hint).below("resources", position)
        if below == "*":
            with_all_below.add(resource)
        if resource == "*":
            below_all.add(below)
    if len(items) > 1 and "*/*" in items:
        yield conflict("*/* stands for all resources", hint).below("resources")
    plain = [item for item in items if "/" not in item]
    if "*" in plain and plain[-1] != "*":  # A server only looks at the last one.
        yield conflict("* stands for all resources that have no /", hint).below("resources")


def names_apart(rule: JsonMap) -> Iterator[Wrong]:
    names = rule.get("resourceNames") or ()
    for position, name in enumerate(names):
        if name in names[:position]:
            yield duplicate(name, "the name").below("resourceNames", position)


RULES = (all_or_some, resources_apart, names_apart)
