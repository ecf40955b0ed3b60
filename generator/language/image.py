"""The main container's image and where it may be pulled from."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, Reach, array, either, enum, fields, string


def _pull_secrets(value: Json) -> JsonMap:
    if not isinstance(value, list):
        return {"imagePullSecrets": value}
    return {"imagePullSecrets": [item if isinstance(item, dict) else {"name": item} for item in value]}


FIELDS = (
    Field(
        "image",
        string("image"),
        "The image, with a tag or a digest.",
        "registry.example.com/shop/orders:1.4.2",
        reach=Reach.SHARED,
    ),
    Field(
        "imagePullPolicy",
        enum("Always", "IfNotPresent", "Never"),
        "When the node pulls the image.",
        "IfNotPresent",
        default="IfNotPresent",
        reach=Reach.SHARED,
    ),
    Field(
        "imagePullSecrets",
        array(either(string("dns-subdomain"), fields(name=string("dns-subdomain")))),
        "Secrets that hold registry credentials, by name.",
        ["registry-credentials"],
        expand=_pull_secrets,
        reach=Reach.SHARED,
    ),
    Field(
        "containerName",
        string("dns-label"),
        "The name of the main container. Defaults to the service's name.",
        "app",
    ),
)
