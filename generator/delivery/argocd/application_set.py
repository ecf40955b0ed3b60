"""Places -> an ApplicationSet that makes the same Applications as each would have of its own.

Its list is exact: an element for each Application. What is no text comes through `templatePatch`.
https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.delivery.argocd.application import READS, application
from generator.delivery.argocd.parts import Part
from generator.delivery.argocd.project import API, FINALIZER
from generator.delivery.place import Place
from generator.json_types import JsonMap
from generator.model.merge import merge

Parts = Sequence[tuple[Place, Part]]


def application_set(name: str, parts: Parts, steps: Sequence[JsonMap] = ()) -> JsonMap:
    """With `steps` its Applications change environment by environment, and in each in the order of their waves."""
    settings = parts[0][0].environment.delivery["argocd"]
    keep = settings["whenRemoved"] == "keep"
    metadata = {
        "name": name,
        "namespace": settings["namespace"],
        "labels": {"app.kubernetes.io/part-of": parts[0][0].environment.platform},
        # Without it, Kubernetes would remove the Applications together with what made them.
        **({"finalizers": [FINALIZER]} if keep else {}),
    }
    filled = [_filled(application(place, part)) for place, part in parts]
    common = _common([rest for _, rest in filled])
    spec: JsonMap = {
        "goTemplate": True,
        "goTemplateOptions": ["missingkey=error"],
        "generators": [{"list": {"elements": [{**texts, "patch": _rest(rest, common)} for texts, rest in filled]}}],
        "syncPolicy": {"applicationsSync": "create-update", "preserveResourcesOnDeletion": True}
        if keep
        else {"applicationsSync": "sync", "preserveResourcesOnDeletion": False},
        "template": merge(common, _TEXTS),
        "templatePatch": "{{ toJson .patch }}",
    }
    if steps:
        spec["strategy"] = {"type": "RollingSync", "rollingSync": {"steps": list(_steps(parts, steps))}}
    return {"apiVersion": API, "kind": "ApplicationSet", "metadata": metadata, "spec": spec}


_TEXTS: JsonMap = {
    "metadata": {"name": "{{ .name }}", "annotations": {READS: "{{ .reads }}"}},
    "spec": {
        "project": "{{ .project }}",
        "source": {"path": "{{ .path }}"},
        "destination": {"namespace": "{{ .namespace }}"},
    },
}


def _filled(wanted: JsonMap) -> tuple[JsonMap, JsonMap]:
    """The texts of an Application that the template has its own names for, and what else it says. There is no wave
    among it: what applies an ApplicationSet does not apply its Applications."""
    metadata, spec = wanted["metadata"], dict(wanted["spec"])
    source, destination = dict(spec.pop("source")), dict(spec.pop("destination"))
    texts = {
        "name": metadata["name"],
        "project": spec.pop("project"),
        "path": source.pop("path"),
        "namespace": destination.pop("namespace"),
        "reads": metadata["annotations"][READS],
    }
    return texts, {
        "metadata": {"labels": metadata["labels"]},
        "spec": {"source": source, "destination": destination, **spec},
    }


def _common(values: Sequence[JsonMap]) -> JsonMap:
    """What all of them say, down to the fields of their fields."""
    found = {}
    for key, value in values[0].items():
        others = [other[key] for other in values if key in other]
        if len(others) < len(values):
            continue
        if all(other == value for other in others):
            found[key] = value
        elif all(isinstance(other, dict) for other in others) and (part := _common(others)):
            found[key] = part
    return found


def _rest(value: JsonMap, common: JsonMap) -> JsonMap:
    """What it says beyond that."""
    found = {}
    for key, item in value.items():
        part = _rest(item, common[key]) if isinstance(item, dict) and isinstance(common.get(key), dict) else item
        if key not in common or (item != common[key] and part != {}):
            found[key] = part
    return found


def _steps(parts: Parts, steps: Sequence[JsonMap]) -> Iterator[JsonMap]:
    for step in steps:
        here = [(place, part) for place, part in parts if place.environment.name in step["environments"]]
        by_hand = any(not place.environment.delivery["argocd"]["automated"] for place, _ in here)
        more = {"maxUpdate": 0 if by_hand else step["maxUpdate"]} if by_hand or "maxUpdate" in step else {}
        for wave in sorted({part.wave for _, part in here}):
            yield {
                "matchExpressions": [
                    _is_in("environment", step["environments"]),
                    _is_in("wave", [str(wave)]),
                ],
                **more,
            }


def _is_in(label: str, values: Sequence[str]) -> JsonMap:
    return {"key": f"kubecatalog.dev/{label}", "operator": "In", "values": list(values)}
