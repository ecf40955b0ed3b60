"""The spec of pods -> what they cannot start without.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.json_types import JsonMap, Path, as_map
from generator.resources.references.maps import maps
from generator.resources.references.reference import Reference
from generator.secret_types import DOCKER_CONFIG

_GROUPS = ("initContainers", "containers", "ephemeralContainers")
_NAMES = (
    ("serviceAccountName", "ServiceAccount"),
    ("priorityClassName", "scheduling.k8s.io/PriorityClass"),
    ("runtimeClassName", "node.k8s.io/RuntimeClass"),
)
_DATA = (("configMap", "ConfigMap"), ("secret", "Secret"))


def of_pod(pod: JsonMap, path: Path) -> Iterator[Reference]:
    volumes = {str(volume.get("name")): volume for _, volume in maps(pod.get("volumes"))}
    for group in _GROUPS:
        for index, container in maps(pod.get(group)):
            yield from _of_container(container, (*path, group, index), volumes)
    for index, volume in maps(pod.get("volumes")):
        yield from _of_volume(volume, (*path, "volumes", index))
    for index, item in maps(pod.get("imagePullSecrets")):
        if isinstance(item.get("name"), str):
            yield Reference("Secret", item["name"], (*path, "imagePullSecrets", index, "name"), use=DOCKER_CONFIG)
    for field, kind in _NAMES:
        if isinstance(name := pod.get(field), str) and name:
            yield Reference(kind, name, (*path, field))


def _of_container(container: JsonMap, path: Path, volumes: Mapping[str, JsonMap]) -> Iterator[Reference]:
    for index, variable in maps(container.get("env")):
        source = variable.get("valueFrom")
        if not isinstance(source, dict):
            continue
        for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
            found = source.get(field)
            if isinstance(found, dict) and isinstance(found.get("name"), str):
                at = (*path, "env", index, "valueFrom", field, "key")
                yield Reference(kind, found["name"], at, found.get("key", ""), optional=bool(found.get("optional")))
    for index, source in maps(container.get("envFrom")):
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            found = source.get(field)
            if isinstance(found, dict) and isinstance(found.get("name"), str):
                at = (*path, "envFrom", index, field, "name")
                yield Reference(kind, found["name"], at, optional=bool(found.get("optional")))
    for index, mount in maps(container.get("volumeMounts")):
        if mount.get("subPath"):
            yield from _of_sub_path(mount, (*path, "volumeMounts", index, "subPath"), volumes)


def _of_sub_path(mount: JsonMap, path: Path, volumes: Mapping[str, JsonMap]) -> Iterator[Reference]:
    """One file of a volume: a key of what the volume is made of, as long as it says nothing of paths."""
    volume = as_map(volumes.get(str(mount.get("name"))))
    for (field, kind), named in zip(_DATA, ("name", "secretName"), strict=True):
        source = volume.get(field)
        if isinstance(source, dict) and isinstance(source.get(named), str) and not source.get("items"):
            optional = bool(source.get("optional"))
            yield Reference(kind, source[named], path, str(mount["subPath"]).partition("/")[0], optional=optional)


def _of_volume(volume: JsonMap, path: Path) -> Iterator[Reference]:
    for field, kind in _DATA:
        if isinstance(source := volume.get(field), dict):
            yield from _of_data(source, kind, "secretName" if kind == "Secret" else "name", (*path, field))
    if isinstance(projected := volume.get("projected"), dict):
        for index, item in maps(projected.get("sources")):
            for field, kind in _DATA:
                if isinstance(source := item.get(field), dict):
                    yield from _of_data(source, kind, "name", (*path, "projected", "sources", index, field))
    if isinstance(claim := volume.get("persistentVolumeClaim"), dict) and isinstance(claim.get("claimName"), str):
        yield Reference("PersistentVolumeClaim", claim["claimName"], (*path, "persistentVolumeClaim", "claimName"))
    if isinstance(csi := volume.get("csi"), dict) and (name := as_map(csi.get("nodePublishSecretRef")).get("name")):
        yield Reference("Secret", name, (*path, "csi", "nodePublishSecretRef", "name"))


def _of_data(source: JsonMap, kind: str, named: str, path: Path) -> Iterator[Reference]:
    name = source.get(named)
    if not isinstance(name, str):
        return
    optional = bool(source.get("optional"))
    items = list(maps(source.get("items")))
    for index, item in items:
        yield Reference(kind, name, (*path, "items", index, "key"), str(item.get("key")), optional=optional)
    if not items:
        yield Reference(kind, name, (*path, named), optional=optional)
