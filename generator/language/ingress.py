"""What is reachable from outside the cluster."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of
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
    once,
    port_number,
    string,
)
from generator.model.merge import Named

_PORT = either(port_number(), string("port-name"))
_SERVICE = described(
    "Another Service: one of `services` by its name there, or another service of the catalog.", string("service-name")
)

_PATH = either(
    string("absolute-path"),
    needing(
        fields(
            path=string("absolute-path"),
            pathType=enum("Prefix", "Exact", "ImplementationSpecific"),
            port=described(
                "The Service's port, by name or number; by default `http`, or else its first one.",
                _PORT,
            ),
            service=_SERVICE,
        ),
        "path",
    ),
)

ISSUER: JsonMap = {
    "issuer": described("The cert-manager Issuer, in the namespace, that makes the certificate.", string("dns-label")),
    "clusterIssuer": described("The cert-manager ClusterIssuer that makes the certificate.", string("dns-label")),
}

ISSUERS = ("issuer", "clusterIssuer")

_TLS = either(
    boolean(),
    string("dns-subdomain"),
    once(
        fields(
            secretName=described("The Secret of the certificate; `NAME-tls` by default.", string("dns-subdomain")),
            default=described(
                "Whether the ingress controller shows its own certificate; no Secret is named.", boolean()
            ),
            **ISSUER,
        ),
        ISSUERS,
    ),
)

_HOST_FIELDS: JsonMap = {
    "host": described("The host name, or `*` for any. Placeholders are replaced.", string("host")),
    "paths": described("Paths: a prefix each, or the full form. `/` by default.", array(_PATH)),
    "tls": described(
        "`true` for a certificate in the Secret `NAME-tls`, the name of that Secret, or the issuer that makes one; "
        "`ingress.tls` by default. It is the Ingress's: a Gateway has its certificates in its listeners.",
        _TLS,
    ),
    "via": described(
        "By default `Gateway` where there is a `gateway`, else `Ingress`; `Both` while you move from one to the other.",
        enum("Ingress", "Gateway", "Both"),
    ),
}
_HOST = fields(**_HOST_FIELDS)


def tls(value: Json) -> Json:
    """`true`, the name of a Secret or an issuer -> a map; `false` stays, as it takes the lower layers' map away."""
    if isinstance(value, bool):
        return {} if value else False
    if isinstance(value, str):
        value = {"secretName": value}
    return one_of(issued(value), ("secretName", "default"))


def issued(value: Json) -> Json:
    """A map in which an issuer removes that of the other kind which a lower layer gave."""
    if not isinstance(value, dict):
        return value
    other = {"issuer": "clusterIssuer", "clusterIssuer": "issuer"}
    return {**{other[kind]: None for kind in other if value.get(kind)}, **value}


def _host(value: Json) -> Json:
    if isinstance(value, str):
        return {"host": value}
    if not isinstance(value, dict):
        return value
    entry = dict(value)
    if isinstance(value.get("paths"), list):
        entry["paths"] = [{"path": path} if isinstance(path, str) else path for path in value["paths"]]
    if "tls" in value:
        entry["tls"] = tls(value["tls"])
    return entry


def _by_host(key: str, value: Json) -> Json:
    """An entry of a map: its name is the host, where it can be one."""
    named = {"host": key} if key == "*" or "." in key or "{" in key else {}
    return {**named, **_host(value)} if isinstance(value, (dict, str)) else value


def _expose(value: Json) -> JsonMap:
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        listed = [_host(item) for item in value]
        names = tuple(item["host"] for item in listed)
        return {"expose": Named(dict(zip(names, listed, strict=True)), names)}
    if isinstance(value, dict):
        single = {key: item for key, item in value.items() if key in _HOST_FIELDS}
        hosts = {key: _by_host(key, item) for key, item in value.items() if key not in _HOST_FIELDS}
        return {"expose": Named({**({str(single.get("host", "")): _host(single)} if single else {}), **hosts})}
    return {"expose": value}


def _ingress(value: Json) -> JsonMap:
    value = issued(value)
    if not isinstance(value, dict):
        return {"ingress": value}
    if "tls" in value:
        value = {**value, "tls": tls(value["tls"])}
    backend = value.get("defaultBackend")
    if isinstance(backend, (str, int)):
        value = {**value, "defaultBackend": {"port": backend}}
    return {"ingress": value}


FIELDS = (
    Field(
        "expose",
        either(
            string("host"),
            {**map_of(either(string("host"), _HOST), "host"), "properties": _HOST_FIELDS},
            array(either(string("host"), needing(_HOST, "host")), **{"x-unique": ["host"]}),
        ),
        "The hosts under which the service is reachable: one, a list, or a map by host (or by any name, with `host` in "
        "it), each of which an environment can change or remove. They go into an Ingress, or into an HTTPRoute where "
        "there is a `gateway`.",
        {"orders.{domain}": {"paths": ["/", {"path": "/admin", "port": "admin"}], "tls": True}},
        expand=_expose,
    ),
    Field(
        "ingress",
        once(
            fields(
                name=described(
                    "The name of the Ingress, or of the HTTPRoute in its place; the service's by default.",
                    string("dns-subdomain"),
                ),
                className=described(
                    "The ingress class; the cluster's default where it is not given.", string("dns-subdomain")
                ),
                tls=described("The `tls` of hosts that do not say so themselves.", _TLS),
                **ISSUER,
                defaultBackend=described(
                    "Where requests go that no host and path of `expose` takes: a port of the Service, or of another "
                    "one. A Gateway has no such thing.",
                    either(_PORT, fields(port=_PORT, service=_SERVICE)),
                ),
                labels=described("Labels of the Ingress only.", map_of(string("label-value"), "label-key")),
                annotations=described(
                    "Annotations of the Ingress. Placeholders are replaced.", map_of(string(), "label-key")
                ),
            ),
            ISSUERS,
        ),
        "How the Ingress of `expose` is made.",
        {
            "className": "nginx",
            "tls": True,
            "clusterIssuer": "letsencrypt",
            "annotations": {"nginx.ingress.kubernetes.io/proxy-body-size": "10m"},
        },
        expand=_ingress,
    ),
)
