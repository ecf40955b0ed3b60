"""LabelSelector: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong
from generator.checks.label_selectors import is_empty, selects
from generator.json_types import JsonMap

TYPE = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"

FIELDS = {"matchLabels": Field(keys=formats.qualified_name, items=formats.label_value)}


def of_workload(spec: JsonMap) -> Iterator[Wrong]:
    """A workload's selector is there, is not empty, and selects the pods of its own template."""
    selector = spec.get("selector")
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    if selector is None:
        yield Wrong("missing-field", "selector must be set", "give it labels of the template", ("selector",))
    elif is_empty(selector):
        hint = "add `matchLabels` with labels of the template"
        yield Wrong("missing-field", "an empty selector would select every pod", hint, ("selector",))
    elif not selects(selector, labels):
        hint = "give the template the labels that the selector asks for"
        found = ("template", "metadata", "labels")
        yield Wrong("selector-mismatch", "the selector does not select the pods of its own template", hint, found)
