"""What is reachable from outside the cluster."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import (
    Field,
    array,
    boolean,
    described,
    either,
    enum,
    fields,
    map_of,
    needing,
    port_number,
    string,
)

_PATH = either(
    string("absolute-path"),
    needing(
        fields(
            path=string("absolute-path"),
            pathType=enum("Prefix", "Exact", "ImplementationSpecific"),
            port=described(
                "The Service's port, by name or number; by default `http`, or else its first one.",
                either(port_number(), string("port-name")),
            ),
        ),
        "path",
    ),
)

_HOST = needing(
    fields(
        host=described("The host name. Placeholders are replaced.", string("host")),
        paths=described("Paths: a prefix each, or the full form. `/` by default.", array(_PATH)),
        tls=described(
            "`true` for a certificate in the Secret `NAME-tls`, or the name of that Secret; `ingress.tls` by default.",
            either(boolean(), string("dns-subdomain")),
        ),
    ),
    "host",
)


def _host(value: Json) -> Json:
    entry: JsonMap = {"host": value} if isinstance(value, str) else value
    paths = entry.get("paths") or ["/"]
    return {**entry, "paths": [{"path": path} if isinstance(path, str) else path for path in paths]}


def _expose(value: Json) -> JsonMap:
    if isinstance(value, (str, dict)):
        value = [value]
    return {"expose": [_host(item) for item in value] if isinstance(value, list) else value}


FIELDS = (
    Field(
        "expose",
        either(string("host"), {**_HOST}, array(either(string("host"), _HOST))),
        "The host names under which the service is reachable, in an Ingress.",
        [{"host": "orders.{domain}", "paths": ["/"], "tls": True}],
        expand=_expose,
    ),
    Field(
        "ingress",
        fields(
            name=described("The Ingress's name; the service's by default.", string("dns-subdomain")),
            className=described(
                "The ingress class; the cluster's default where it is not given.", string("dns-subdomain")
            ),
            tls=described(
                "Whether hosts that do not say so themselves have a certificate, in the Secret `NAME-tls`.", boolean()
            ),
            annotations=described(
                "Annotations of the Ingress. Placeholders are replaced.", map_of(string(), "label-key")
            ),
        ),
        "How the Ingress of `expose` is made.",
        {"className": "nginx", "tls": True, "annotations": {"nginx.ingress.kubernetes.io/proxy-body-size": "10m"}},
    ),
)
