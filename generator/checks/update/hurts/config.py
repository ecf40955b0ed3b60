"""ConfigMaps and Secrets of which pods that run keep the old content.

A file of a mounted volume follows by itself; a variable and a file below `subPath` are read once, when the pod starts.
https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.checks.update.change import at
from generator.checks.update.sets import Sets
from generator.checks.update.workloads import ROLLED, containers, items, template, volumes
from generator.json_types import Json, JsonMap, as_map
from generator.problems import Problem

_CONTENT = ("data", "binaryData", "stringData")
_RELOADERS = ("reloader.stakater.com/", "configmap.reloader.stakater.com/", "secret.reloader.stakater.com/")
_HINT = (
    "give the new content another name (a generator of kustomize appends a hash), "
    "or put a hash of it into an annotation of the template"
)


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    changed = {
        found: new
        for found, old, new in sets.both(("", "ConfigMap"), ("", "Secret"))
        if any(old.manifest.get(field) != new.manifest.get(field) for field in _CONTENT)
    }
    if not changed:
        return
    users = _users(sets)
    for found, subject in changed.items():
        names = users.get((found[1], found[2], found[3]))
        if names:
            message = f"what runs keeps the old content: {', '.join(names)} read it once, at the start of a pod"
            field = next(field for field in _CONTENT if field in subject.manifest or field == "stringData")
            yield subject, Problem("stale-config", field, message, _HINT)


def _users(sets: Sets) -> dict[tuple[str, str, str], list[str]]:
    """By kind, namespace and name: the workloads that read it once, and whose pods stay."""
    users: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for found, subject in sets.after.items():
        if found[:2] not in ROLLED:
            continue
        pod, old = template(found, subject.manifest) or {}, sets.before.get(found)
        if old is not None and template(found, old.manifest) == pod and not _is_reloaded(subject.manifest, pod):
            for kind, name in dict.fromkeys(_read_once(pod)):
                users[(kind, found[2], name)].append(f"{subject.kind} {subject.name}")
    return users


def _is_reloaded(manifest: JsonMap, pod: JsonMap) -> bool:
    annotations = [as_map(at(value, ("metadata", "annotations"))) for value in (manifest, pod)]
    return any(str(key).startswith(_RELOADERS) for found in annotations for key in found)


def _read_once(pod: JsonMap) -> Iterator[tuple[str, str]]:
    mounted = {name: list(_sources(volume)) for name, volume in volumes(pod).items()}
    for container in containers(pod):
        for source in map(as_map, items(container.get("envFrom"))):
            yield from _named("ConfigMap", at(source, ("configMapRef", "name")))
            yield from _named("Secret", at(source, ("secretRef", "name")))
        for variable in map(as_map, items(container.get("env"))):
            yield from _named("ConfigMap", at(variable, ("valueFrom", "configMapKeyRef", "name")))
            yield from _named("Secret", at(variable, ("valueFrom", "secretKeyRef", "name")))
        for mount in map(as_map, items(container.get("volumeMounts"))):
            if mount.get("subPath") or mount.get("subPathExpr"):
                yield from mounted.get(str(mount.get("name")), ())


def _sources(volume: JsonMap) -> Iterator[tuple[str, str]]:
    yield from _named("ConfigMap", at(volume, ("configMap", "name")))
    yield from _named("Secret", at(volume, ("secret", "secretName")))
    for source in items(at(volume, ("projected", "sources"))):
        yield from _named("ConfigMap", at(source, ("configMap", "name")))
        yield from _named("Secret", at(source, ("secret", "name")))


def _named(kind: str, name: Json) -> Iterator[tuple[str, str]]:
    if isinstance(name, str) and name:
        yield kind, name
