"""Containers beside the main one."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.env import ENV, literal
from generator.language.naming import by_name, renamed
from generator.language.probes import PROBE, PROBES, probe
from generator.language.resources import RESOURCES
from generator.language.types import Field, array, either, kubernetes, named, port_number, string

_CONTAINER = kubernetes(
    "Container",
    without=("name",),
    image=string("image"),
    env=ENV,
    ports=named(either(port_number(), kubernetes("ContainerPort", without=("name",))), "port-name"),
    size=string("dns-label"),
    resources=RESOURCES,
    volumeMounts=array(kubernetes("VolumeMount")),
    **dict.fromkeys(PROBES, PROBE),
)


def _container(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    expanded: JsonMap = dict(value)
    if "env" in value:
        expanded["env"] = by_name(value["env"], literal)
    if "ports" in value:
        expanded["ports"] = by_name(
            value["ports"], lambda item: {"containerPort": item} if isinstance(item, int) else item
        )
    for name in PROBES:
        if name in value:
            expanded[name] = probe(value[name])
    return expanded


FIELDS = (
    Field(
        "containers",
        named(_CONTAINER),
        "More containers of the pod, by name, in Kubernetes' own form with the short forms of `env`, `ports`, `size` "
        "and the probes.",
        {"proxy": {"image": "registry.example.com/proxy:2.1", "ports": {"proxy": 9000}, "size": "small"}},
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
