"""A Pod and what its cluster has -> what admission refuses: it looks at Pods, and at no template.

https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.catalog.suggest import did_you_mean
from generator.checks.admission import formats
from generator.checks.admission.known import Known, PriorityClass
from generator.checks.admission.types.core.pod_annotations import MIRROR
from generator.checks.admission.types.core.pod_containers import containers
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, forbidden
from generator.json_types import JsonMap, as_map
from generator.quantity import parse

_SECRETS = ("secretName", "secretRef", "nodePublishSecretRef")
"""The fields of volumes' sources that name one."""


def admission(pod: JsonMap, known: Known) -> Iterator[Wrong]:
    spec = pod.get("spec") or {}
    found = [*_priority(spec, known), *_runtime(spec, known)]
    if MIRROR in ((pod.get("metadata") or {}).get("annotations") or {}):
        found += _mirror(spec)
    yield from (wrong.below("spec") for wrong in found)


def _priority(spec: JsonMap, known: Known) -> Iterator[Wrong]:
    name: str = spec.get("priorityClassName") or ""
    own = known.priority_classes.get(name) if name else known.default_priority
    if own is not None:
        yield from _as_the_class_says(spec, own)
    elif not known.is_elsewhere("PriorityClass", name):
        yield from _no_class(name, "PriorityClass", known.priority_classes, "priorityClassName")


def _as_the_class_says(spec: JsonMap, own: PriorityClass) -> Iterator[Wrong]:
    number, policy = spec.get("priority"), spec.get("preemptionPolicy")
    if number is not None and own.value is not None and number != own.value:
        yield conflict(f"the pod's class says {own.value}", "leave it to priorityClassName").below("priority")
    if policy is not None and own.preemption is not None and policy != own.preemption:
        why = f"the pod's class says {own.preemption}"
        yield conflict(why, "leave it to priorityClassName").below("preemptionPolicy")


def _runtime(spec: JsonMap, known: Known) -> Iterator[Wrong]:
    named = spec.get("runtimeClassName") is not None
    name: str = spec.get("runtimeClassName") or ""
    own = known.runtime_classes.get(name) if named else {}
    if own is None:
        if not known.is_elsewhere("RuntimeClass", name):
            yield from _no_class(name, "RuntimeClass", known.runtime_classes, "runtimeClassName")
    elif own or not named:
        yield from _as_the_runtime_says(spec, own)


def _as_the_runtime_says(spec: JsonMap, own: JsonMap) -> Iterator[Wrong]:
    taken, fixed = spec.get("overhead"), as_map(own.get("overhead")).get("podFixed")
    if fixed is None and taken is not None:
        yield forbidden("only a RuntimeClass says it", "remove it").below("overhead")
    elif taken and _amounts(taken) != _amounts(as_map(fixed)):
        yield conflict("the pod's RuntimeClass says something else", "remove it").below("overhead")
    selector = spec.get("nodeSelector") or {}
    for key, value in as_map(as_map(own.get("scheduling")).get("nodeSelector")).items():
        if selector.get(key, value) != value:
            why = f"the pod's RuntimeClass asks for {value}"
            yield conflict(why, "remove it").below("nodeSelector", key)


def _amounts(resources: JsonMap) -> JsonMap:
    return {name: parse(value) for name, value in resources.items()}


def _no_class(name: str, kind: str, known: Iterable[str], field: str) -> Iterator[Wrong]:
    if formats.dns_subdomain(name):
        return  # Told already: nothing has such a name.
    hint = did_you_mean(name, list(known)) or f"add the {kind}, or say in the platform's checks that the cluster has it"
    yield Wrong("unknown-class", f'the cluster has no {kind} "{name}"', hint, (field,))


def _mirror(spec: JsonMap) -> Iterator[Wrong]:
    """A pod that only shows one of a node's own has nothing of the cluster."""
    hint = "remove it, or the annotation"
    for field in ("serviceAccountName", "serviceAccount"):
        if spec.get(field):
            yield forbidden("a mirror pod may not have it", hint).below(field)
    for position, secret in items(spec, "imagePullSecrets"):
        if secret.get("name"):
            yield forbidden("a mirror pod may not have secrets", hint).below("imagePullSecrets", position)
    for position, volume in items(spec, "volumes"):
        if _has_secret(volume) or _projects_secrets(volume):
            yield forbidden("a mirror pod may not have secrets", hint).below("volumes", position)
    for place, container in containers(spec):
        for field, reference in (("env", "secretKeyRef"), ("envFrom", "secretRef")):
            for position, item in items(container, field):
                if (item if field == "envFrom" else item.get("valueFrom") or {}).get(reference) is not None:
                    yield forbidden("a mirror pod may not have secrets", hint).below(*place, field, position)


def _has_secret(volume: JsonMap) -> bool:
    return any(as_map(source).get(field) for source in volume.values() for field in _SECRETS)


def _projects_secrets(volume: JsonMap) -> bool:
    sources = items(volume.get("projected") or {}, "sources")
    return any(source.get(field) is not None for _, source in sources for field in ("secret", "serviceAccountToken"))
