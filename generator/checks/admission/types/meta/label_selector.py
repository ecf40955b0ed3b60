"""LabelSelector: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"

FIELDS = {"matchLabels": Field(keys=formats.qualified_name, items=formats.label_value)}


def is_empty(selector: JsonMap) -> bool:
    """Whether it selects everything."""
    return not selector.get("matchLabels") and not selector.get("matchExpressions")


def matches(selector: JsonMap, labels: Mapping[str, Json]) -> bool:
    """Whether it selects an object with these labels; an empty one selects everything."""
    wanted = selector.get("matchLabels") or {}
    expressions = selector.get("matchExpressions") or ()
    return all(_is(labels, key, value) for key, value in wanted.items()) and all(
        _holds(expression, labels) for expression in expressions if expression
    )


def _is(labels: Mapping[str, Json], key: str, value: Json) -> bool:
    """Null is an empty value."""
    return key in labels and (labels[key] or "") == (value or "")


def _holds(expression: JsonMap, labels: Mapping[str, Json]) -> bool:
    """What asks nothing that there is holds: it is wrong in itself."""
    key, operator, values = expression.get("key", ""), expression.get("operator"), expression.get("values")
    if operator in ("In", "NotIn"):
        found = any(_is(labels, key, value) for value in values or ())
        return not values or found == (operator == "In")
    return operator not in ("Exists", "DoesNotExist") or (key in labels) == (operator == "Exists")


def of_workload(spec: JsonMap) -> Iterator[Wrong]:
    """A workload's selector is there, is not empty, and selects the pods of its own template."""
    selector = spec.get("selector")
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    if selector is None:
        yield Wrong("missing-field", "selector must be set", "give it labels of the template", ("selector",))
    elif is_empty(selector):
        hint = "add `matchLabels` with labels of the template"
        yield Wrong("missing-field", "an empty selector would select every pod", hint, ("selector",))
    elif not matches(selector, labels):
        hint = "give the template the labels that the selector asks for"
        found = ("template", "metadata", "labels")
        yield Wrong("selector-mismatch", "the selector does not select the pods of its own template", hint, found)
