"""Ports of the main container, which are also the ports of its Service unless they say otherwise."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name
from generator.language.types import (
    Field,
    boolean,
    described,
    either,
    enum,
    fields,
    integer,
    named,
    port_number,
    string,
)
from generator.model.merge import Named

NAMED = described(
    "`false` for a port that has no name in the cluster. Nothing finds it by its name there, and a Service with "
    "several ports needs names.",
    boolean(),
)

_PORT = either(
    port_number(),
    fields(
        containerPort=described("The port that the process listens on.", port_number()),
        protocol=described("The protocol; TCP by default.", enum("TCP", "UDP", "SCTP")),
        servicePort=described(
            "The port of the Service: 80 for the port named http, the container's port for others. "
            "0 keeps the port out of the Service.",
            integer(0, 65535),
        ),
        appProtocol=described("The application protocol, a hint for meshes and gateways.", string()),
        named=NAMED,
        hostPort=described("A port of the node. Pods then compete for nodes.", port_number()),
        hostIP=described("The address of the node on which it has that port; all of them by default.", string()),
    ),
)


def in_cluster(name: str, port: JsonMap) -> JsonMap:
    """The name of a port, as a field of it, where it has one in the cluster."""
    return {} if port.get("named") is False else {"name": name}


def _item(value: Json) -> Json:
    return {"containerPort": value} if isinstance(value, int) else value


def _port(value: Json) -> JsonMap:
    return {"ports": Named({"http": None if value is None else {"containerPort": value}})}


FIELDS = (
    Field(
        "port",
        port_number(),
        "Short for `ports: {http: {containerPort: N}}`: one HTTP port, with a Service in front of it on port 80.",
        8080,
        expand=_port,
    ),
    Field(
        "ports",
        named(_PORT, "port-name"),
        "The container's ports by name: a number, or the full form.",
        {"http": 8080, "metrics": {"containerPort": 9090, "servicePort": 0}},
        expand=lambda value: {"ports": by_name(value, _item)},
    ),
)
