"""What of a service is secret: the keys that it needs and how it gets them, never a value."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.generate import GENERATE, expanded
from generator.language.naming import by_name
from generator.language.storage import MOUNT, mounts
from generator.language.types import Field, Reach, boolean, described, fields, integer, map_of, string

_KEY = fields(
    description=described("What the value is and where a new one comes from, for people.", string()),
    generate=described("How `kubecatalog secrets generate` makes a value: a word, or a shape.", GENERATE),
    pattern=described("A regular expression that the whole value matches.", string("regex")),
    schema=described("A JSON Schema that the value, read as JSON or YAML, must fit.", {"type": ["object"]}),
    maxAge=described("How old the value may become; the platform's `secrets.maxAge` by default.", string("age")),
    unique=described(
        "Whether every environment has a value of its own. By default a production environment shares none with "
        "others; `false` lets it.",
        boolean(),
    ),
)

_SECRET: dict[str, JsonMap] = {
    "type": described(
        "The type of the Secret: `Opaque` by default. `kubernetes.io/tls`, `kubernetes.io/dockerconfigjson`, "
        "`kubernetes.io/basic-auth` and `kubernetes.io/ssh-auth` need keys of their own, which need not be named.",
        string("secret-type"),
    ),
    "keys": described(
        "What is known of its keys, by key. A key that is used, in `env` for instance, need not stand here.",
        map_of(_KEY, "config-key"),
    ),
    "env": described("Whether every key becomes an environment variable of its own name.", boolean()),
    "mount": described(
        "Where every key appears as a file in the main container: the path of a directory, or Kubernetes' volume "
        "mounts. Other containers mount the volume `secret` (one of `secrets`: its name) by their `volumeMounts`.",
        MOUNT,
    ),
    "defaultMode": described("The permissions of the mounted files; 420 (octal 644) by default.", integer(0, 0o777)),
    "pull": described(
        "Whether images are pulled with it; it is then of type `kubernetes.io/dockerconfigjson`.", boolean()
    ),
}


def _secret(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    canonical = dict(value)
    if value.get("mount") is not None:
        canonical["mount"] = mounts(value["mount"])
    if isinstance(value.get("keys"), dict):
        canonical["keys"] = {name: _key(item) for name, item in value["keys"].items()}
    return canonical


def _key(value: Json) -> Json:
    return (
        {**value, "generate": expanded(value["generate"])} if isinstance(value, dict) and "generate" in value else value
    )


FIELDS = (
    Field(
        "secretName",
        string("dns-subdomain"),
        "The name of the service's Secret. Defaults to the service's name with `-secrets`.",
        "orders-credentials",
        reach=Reach.SERVICE,
    ),
    Field(
        "secret",
        fields(**_SECRET),
        "The service's Secret (`secretName`), which is encrypted in `secrets/ENVIRONMENT/SERVICE.sops.yaml`. Only what "
        "is not said where a key is used stands here.",
        {
            "mount": "/etc/orders/secrets",
            "keys": {
                "database-password": {"generate": "password", "maxAge": "90d"},
                "provider-key": {"description": "From the provider's console.", "pattern": "sk_[a-z0-9]+"},
            },
        },
        expand=lambda value: {"secret": _secret(value)},
        reach=Reach.SERVICE,
    ),
    Field(
        "secrets",
        map_of(
            fields(name=described("The Secret's name; the name here by default.", string("dns-subdomain")), **_SECRET),
            "dns-label",
        ),
        "Further Secrets of the service by name, each with the fields of `secret`, encrypted in "
        "`secrets/ENVIRONMENT/SERVICE.NAME.sops.yaml`. The name is that of its volume.",
        {"orders-tls": {"type": "kubernetes.io/tls"}, "registry": {"pull": True}},
        expand=lambda value: {"secrets": by_name(value, _secret)},
        reach=Reach.SERVICE,
    ),
)
