"""Containers beside the main one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.language.env import ENV, ENV_FROM, literal
from generator.language.image_update import UPDATE
from generator.language.image_update import expanded as update
from generator.language.naming import by_name, renamed
from generator.language.ports import NAMED
from generator.language.probes import PROBE, PROBES, probe
from generator.language.resources import RESOURCES
from generator.language.security import PROTECTION
from generator.language.storage import mounts
from generator.language.types import Field, array, either, kubernetes, map_of, named, needing, port_number, string
from generator.model.merge import Named

_MOUNT = kubernetes("VolumeMount", without=("name",))
_CONTAINER = kubernetes(
    "Container",
    without=("name",),
    image=string("image"),
    imageUpdate=UPDATE,
    env=ENV,
    ports=named(either(port_number(), kubernetes("ContainerPort", without=("name",), named=NAMED)), "port-name"),
    size=string("dns-label"),
    resources=RESOURCES,
    envFrom=ENV_FROM,
    volumeMounts=either(
        map_of(either(string("absolute-path"), _MOUNT, array(either(string("absolute-path"), _MOUNT))), "dns-label"),
        array(either(string("dns-label"), needing(kubernetes("VolumeMount"), "name"))),
    ),
    **dict.fromkeys(PROBES, PROBE),
)


def _mounts(value: Json) -> Json:
    """Mounts as written -> by volume; none for a volume that is mounted where the main container has it."""
    if isinstance(value, dict):
        return Named({volume: [own] if isinstance(own, dict) else mounts(own) for volume, own in value.items()})
    if not isinstance(value, list):
        return value
    found: JsonMap = {}
    for item in value:
        if isinstance(item, str):
            found.setdefault(item, [])
        else:
            own = {key: field for key, field in item.items() if key != "name"}
            found.setdefault(item.get("name", ""), []).append(own)
    return Named(found)


def mounts_of(container: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    """Kubernetes' volume mounts of a further container, with their canonical fields. One without a `mountPath` stands
    for all mounts that the main container has of the volume."""
    for volume, own in container.get("volumeMounts", {}).items():
        for index, mount in enumerate(own):
            yield ("volumeMounts", volume, index), {"name": volume, **mount}
        if not own:
            yield ("volumeMounts", volume), {"name": volume}


def _container(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    expanded: JsonMap = dict(value)
    if "imageUpdate" in value:
        expanded["imageUpdate"] = update(value["imageUpdate"])
    if "env" in value:
        expanded["env"] = by_name(value["env"], literal)
    if "ports" in value:
        expanded["ports"] = by_name(
            value["ports"], lambda item: {"containerPort": item} if isinstance(item, int) else item
        )
    if "volumeMounts" in value:
        expanded["volumeMounts"] = _mounts(value["volumeMounts"])
    if "securityContext" in value:
        expanded["unprotected"] = _unprotected(value["securityContext"])
    for name in PROBES:
        if name in value:
            expanded[name] = probe(value[name])
    return expanded


def _unprotected(written: Json) -> JsonMap:
    """The fields of the default security context that a container is to be without: those with a null in their place.
    They are kept by name, for the default is put under the merged container, which has no nulls any more."""
    if written is None:
        return dict.fromkeys(PROTECTION, True)
    return {field: True if written[field] is None else None for field in PROTECTION if field in written}


FIELDS = (
    Field(
        "containers",
        named(_CONTAINER),
        "More containers of the pod, by name, in Kubernetes' own form with the short forms of `env`, `envFrom`, "
        "`ports`, `size` and the probes. `volumeMounts` are paths by the name of the volume; a list of names mounts "
        "these where the main container has them.",
        {
            "proxy": {
                "image": "registry.example.com/proxy:2.1",
                "ports": {"proxy": 9000},
                "size": "small",
                "volumeMounts": {"certs": "/etc/certs"},
            }
        },
        expand=renamed("containers", _container),
    ),
    Field(
        "initContainers",
        named(_CONTAINER),
        "Containers that run to their end, one after the other, before the others start. A list keeps its order; "
        "with `restartPolicy: Always` it is a native sidecar.",
        [{"name": "migrate", "image": "registry.example.com/shop/orders:1.4.2", "args": ["migrate"]}],
        expand=renamed("initContainers", _container),
    ),
)
