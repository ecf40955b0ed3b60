"""A pod's spec -> what is wrong between its volumes and what its containers mount: https://kubernetes.io/docs/concepts/storage/volumes/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Rule, since, until
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, duplicate, forbidden, missing, unknown
from generator.json_types import Json, JsonMap

NO_CLAIM = "a device is of a volume that claims one"

_CLAIMS = ("persistentVolumeClaim", "ephemeral")


def mounts(spec: JsonMap) -> Iterator[Wrong]:
    """Of the volumes and devices of each container."""
    volumes = {volume.get("name"): volume for _, volume in items(spec, "volumes")}
    for kind in ("initContainers", "containers"):
        for position, container in items(spec, kind):
            if "volumeMounts" in container or "volumeDevices" in container:
                yield from (wrong.below(kind, position) for wrong in _of_container(container, volumes))


def _of_container(container: JsonMap, volumes: dict[Json, JsonMap]) -> Iterator[Wrong]:
    for position, mount in items(container, "volumeMounts"):
        if (name := mount.get("name")) and name not in volumes:
            yield unknown(name, "volume", filter(None, volumes)).below("volumeMounts", position, "name")
        if mount.get("mountPropagation") == "Bidirectional" and not _privileged(container):
            hint = "write HostToContainer, or make the container privileged"
            wrong = forbidden("only a privileged container may mount Bidirectional", hint)
            yield wrong.below("volumeMounts", position, "mountPropagation")
    if container.get("volumeDevices"):
        yield from (wrong.below("volumeDevices") for wrong in _devices(container, volumes))


def _privileged(container: JsonMap) -> bool:
    return (container.get("securityContext") or {}).get("privileged") is True


def _devices(container: JsonMap, volumes: dict[Json, JsonMap]) -> Iterator[Wrong]:
    mounted = [mount for _, mount in items(container, "volumeMounts")]
    names, paths = {mount.get("name") for mount in mounted}, {mount.get("mountPath") for mount in mounted}
    seen: set[str] = set()
    for position, device in items(container, "volumeDevices"):
        name, path = device.get("name") or "", device.get("devicePath") or ""
        if name and name in seen:
            yield duplicate(name, "the device").below(position, "name")
        elif name in names:
            hint = "leave the volume to volumeMounts or volumeDevices"
            yield conflict("the volume is mounted, too", hint).below(position, "name")
        elif name:
            yield from (wrong.below(position, "name") for wrong in _claims(name, volumes))
        if path and path in paths:
            yield conflict("a volume is mounted at this path", "give it a path of its own").below(
                position, "devicePath"
            )
        seen.add(name)


def _claims(name: str, volumes: dict[Json, JsonMap]) -> Iterator[Wrong]:
    volume = volumes.get(name)
    if volume is None:
        yield unknown(name, "volume", filter(None, volumes))
    elif all(volume.get(source) is None for source in _CLAIMS):
        hint = "make the volume a persistentVolumeClaim or ephemeral, or mount it"
        yield conflict(NO_CLAIM, hint)


RULES = (mounts,)


def dropped(spec: JsonMap, wrong: Wrong) -> bool:
    """Up to 1.34 a server drops volumes that are images, and their mounts, before it looks at them."""
    if wrong.fault == "duplicate-item":
        return False
    images = {volume.get("name") for _, volume in items(spec, "volumes") if volume.get("image") is not None}
    match wrong.path:
        case ("volumes", int(position), *_) if images:
            return (spec["volumes"][position] or {}).get("name") in images
        case ("initContainers" | "containers" as kind, int(position), "volumeMounts", int(mount), *_) if images:
            return (spec[kind][position]["volumeMounts"][mount] or {}).get("name") in images
    return False


def claims(pod: JsonMap) -> Iterator[Wrong]:
    """A Pod's ephemeral volumes become claims of its name and theirs."""
    name, spec = (pod.get("metadata") or {}).get("name") or "", pod.get("spec") or {}
    if not name:
        return
    created = [f"{name}-{volume.get('name')}" for _, volume in items(spec, "volumes") if volume.get("ephemeral")]
    for position, volume in items(spec, "volumes"):
        place = ("spec", "volumes", position)
        own = (volume.get("persistentVolumeClaim") or {}).get("claimName")
        if own in created:
            hint = "claim another, or mount the ephemeral volume"
            yield conflict("the claim is made for an ephemeral volume", hint).below(
                *place, "persistentVolumeClaim", "claimName"
            )
        if volume.get("ephemeral") and (wrong := formats.dns_subdomain(f"{name}-{volume.get('name')}")):
            yield wrong.below(*place, "name")


def images(pod: JsonMap) -> Iterator[Wrong]:
    """A template may leave it to whoever makes the pod."""
    for position, volume in items(pod.get("spec") or {}, "volumes"):
        image = volume.get("image")
        if image is not None and not image.get("reference"):
            yield missing("reference").below("spec", "volumes", position, "image")


OF_POD: tuple[Rule, ...] = (claims, since("1.35", until("1.36", images)))
