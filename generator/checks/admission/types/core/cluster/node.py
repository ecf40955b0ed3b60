"""Node: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import since
from generator.checks.admission.types.core.quotas import names
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed, out_of_range
from generator.json_types import JsonMap
from generator.quantity import parse

TYPE = "io.k8s.api.core.v1.Node"


def amounts(node: JsonMap) -> Iterator[Wrong]:
    status = node.get("status") or {}
    for field in ("capacity", "allocatable"):
        for name, value in (status.get(field) or {}).items():
            amount = parse(value)
            if amount is None:
                continue
            if amount < 0:
                yield out_of_range(value, "0 or more").below("status", field, name)
            elif amount.denominator != 1 and names.is_whole(name):
                yield out_of_range(value, "a whole number").below("status", field, name)


def features(node: JsonMap) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/reference/node/node-declared-features/"""
    names = [name or "" for name in (node.get("status") or {}).get("declaredFeatures") or ()]
    for position, name in enumerate(names):
        if wrong := _feature(name):
            yield wrong.below("status", "declaredFeatures", position)
        elif position and names[position - 1] >= name:
            hint = "sort them, and write each once"
            yield malformed(name, "names in the order of the alphabet", hint).below(
                "status", "declaredFeatures", position
            )


_feature = formats.pattern(
    "[A-Z][a-zA-Z0-9]*(?:/[a-zA-Z0-9]+)*", "a feature's name", "write it as MyFeature, or MyFeature/part", longest=253
)

_AVOIDED = "scheduler.alpha.kubernetes.io/preferAvoidPods"


def avoided_pods(node: JsonMap) -> Iterator[Wrong]:
    """The signatures of an old annotation: https://kubernetes.io/docs/reference/labels-annotations-taints/#scheduleralphakubernetesio-preferavoidpods"""
    text = ((node.get("metadata") or {}).get("annotations") or {}).get(_AVOIDED)
    if not text:
        return
    try:
        signatures = json.loads(text) or {}
        controllers = [_controller(entry or {}) for entry in signatures.get("preferAvoidPods") or ()]
    except (ValueError, AttributeError, TypeError):
        hint = 'write it as {"preferAvoidPods": [...]}, or remove it: no scheduler reads it any more'
        yield malformed(text, "JSON", hint).below("metadata", "annotations", _AVOIDED)
        return
    for position, controller in enumerate(controllers):
        if not controller:
            hint = "write the owner of the pods as `podSignature.podController`, with `controller: true`"
            message = f"preferAvoidPods[{position}] names no controller"
            yield Wrong("missing-field", message, hint, ("metadata", "annotations", _AVOIDED))


def _controller(entry: JsonMap) -> bool:
    own = (entry.get("podSignature") or {}).get("podController")
    return own is not None and bool(own.get("controller"))


RULES = (metadata.named(formats.dns_subdomain), amounts, avoided_pods, since("1.36", features))
