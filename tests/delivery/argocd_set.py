"""An ApplicationSet -> its Applications: a stand-in for Argo CD's own controller.

It knows what ours use of the templates of Go, and fails on all else: `{{ .name }}`, and `{{ toJson .name }}` as the
whole of `templatePatch`. A parameter that is missing is an error, as with `missingkey=error`. Then the patch is merged,
as maps; a list takes the place of the one below it, which is how Kubernetes merges lists without a key
(https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.model.merge import merge

_PART = re.compile(r"\{\{ \.([a-z]+) \}\}")
_WHOLE = re.compile(r"\{\{ toJson \.([a-z]+) \}\}")


def applications(made: JsonMap) -> Iterator[JsonMap]:
    spec = made["spec"]
    assert (spec["goTemplate"], spec["goTemplateOptions"]) == (True, ["missingkey=error"])
    (generator,) = spec["generators"]
    assert generator.keys() == {"list"}
    assert generator["list"].keys() == {"elements"}
    for element in generator["list"]["elements"]:
        found = _filled(spec["template"], element)
        patch = _WHOLE.fullmatch(spec["templatePatch"])
        assert patch, spec["templatePatch"]
        whole = merge(found, element[patch[1]])
        assert whole["spec"]["project"] == found["spec"]["project"], "a patch cannot change the project"
        if not spec["syncPolicy"]["preserveResourcesOnDeletion"]:
            whole["metadata"].setdefault("finalizers", ["resources-finalizer.argocd.argoproj.io"])
        yield whole


def _filled(value: Json, element: JsonMap) -> Json:
    if isinstance(value, dict):
        return {_filled(key, element): _filled(item, element) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, element) for item in value]
    if not isinstance(value, str):
        return value
    text = _PART.sub(lambda part: _text(element[part[1]]), value)
    assert "{{" not in text, f"the stand-in does not know {value}"
    return text


def _text(value: Json) -> str:
    assert isinstance(value, str), f"{value!r} is no text, so Go would write it in its own way"
    assert "{{" not in value
    return value
