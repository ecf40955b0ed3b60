"""Configuration that is not secret: files and values in one ConfigMap; and the name of the Secret."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, Reach, boolean, described, either, enum, fields, map_of, string


def _file(value: Json) -> Json:
    if isinstance(value, str):
        return {"text": value, "from": None}
    return {"text": None, **value} if isinstance(value, dict) else value


def _expand(value: Json) -> JsonMap:
    if not isinstance(value, dict) or not isinstance(value.get("files"), dict):
        return {"config": value}
    return {"config": {**value, "files": {name: _file(item) for name, item in value["files"].items()}}}


FIELDS = (
    Field(
        "config",
        fields(
            name=described(
                "The ConfigMap's name. Defaults to the service's name with `-config`.", string("dns-subdomain")
            ),
            mount=described("The directory of the main container in which the files appear.", string("absolute-path")),
            files=described(
                "Files by name: the text itself, or `{from: PATH}` with a path beside the catalog file.",
                map_of(either(string(), fields(**{"from": string("relative-path")})), "config-key"),
            ),
            values=described("Single values by key. Placeholders are replaced.", map_of(string(), "config-key")),
            env=described("Whether every value becomes an environment variable of its own name.", boolean()),
            reload=described(
                "`rollout`: the name carries a hash of the content, so that a change rolls the pods. "
                "`live`: the name stays, and the mounted files change under the running process.",
                enum("rollout", "live"),
            ),
        ),
        "Configuration files and values of the service, kept in a ConfigMap.",
        {
            "mount": "/etc/orders",
            "files": {"app.yml": "currency: EUR\n"},
            "values": {"REGION": "eu-west-1"},
            "env": True,
        },
        expand=_expand,
        reach=Reach.SERVICE,
    ),
    Field(
        "secretName",
        string("dns-subdomain"),
        "The name of the service's Secret. Defaults to the service's name with `-secrets`.",
        "orders-credentials",
        reach=Reach.SERVICE,
    ),
)
