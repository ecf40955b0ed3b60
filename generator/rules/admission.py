"""What an API server refuses to create, or to apply."""

from __future__ import annotations

from generator.rules.rule import Rule

_API = "https://kubernetes.io/docs/reference/kubernetes-api/"
_APPLY = "https://kubernetes.io/docs/reference/using-api/server-side-apply/"
_FIELDS = "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"
_NAMES = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
_QUANTITY = "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"
_SELECTOR = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"
_STACK = "https://kubernetes.io/docs/concepts/services-networking/dual-stack/"
_CRD = "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/"
_CLASSES = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"

RULES = (
    Rule("unknown-field", "admission", "A field that the API does not have.", _FIELDS, fixable=True),
    Rule("wrong-type", "admission", "A value of another type than the field's.", _FIELDS, fixable=True),
    Rule(
        "undecodable-value", "admission", "A value that the server cannot read: a quantity, base64, a time.", _QUANTITY
    ),
    Rule("missing-field", "admission", "A field that has to be set.", _API),
    Rule("unsupported-value", "admission", "A value that is none of those that there are.", _API, fixable=True),
    Rule("out-of-range", "admission", "A number beyond its limits.", _API),
    Rule("malformed-value", "admission", "Text that has not the form of what it should be.", _NAMES),
    Rule("forbidden-field", "admission", "A field that may not be set together with the others.", _API),
    Rule("conflicting-fields", "admission", "Fields that exclude one another.", _API),
    Rule("duplicate-item", "admission", "Two items of a list with the same key.", _APPLY),
    Rule("unknown-name", "admission", "A name within an object that refers to nothing in it.", _API),
    Rule("too-many", "admission", "More items, characters or bytes than there may be.", _API),
    Rule("selector-mismatch", "admission", "A selector that does not select the pods of its own template.", _SELECTOR),
    Rule("unconfigured-ip-family", "admission", "A Service wants addresses that its cluster does not have.", _STACK),
    Rule("broken-rule", "admission", "A CEL rule of a custom resource's definition does not hold.", _CRD),
    Rule("costly-rule", "admission", "A rule of CEL of a definition that could keep a server busy for too long.", _CRD),
    Rule("unknown-class", "admission", "A Pod names a class that the cluster does not have.", _CLASSES),
)
