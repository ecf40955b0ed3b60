"""Configuration that is not secret: files and values in ConfigMaps."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name, metadata
from generator.language.storage import MOUNT, mounts
from generator.language.types import Field, Reach, boolean, described, either, enum, fields, integer, map_of, string
from generator.model.merge import Pending

SOURCES = ("text", "from", "data")

_TEXT: JsonMap = {"text": None, "from": None, "data": None}


def _file(value: Json) -> Json:
    """A text takes the place of what the layers below say, and so does the other way round; `data` is put over it."""
    if isinstance(value, str):
        return {**_TEXT, "text": value}
    if not isinstance(value, dict):
        return value
    file = {**value, "data": Pending(value["data"])} if isinstance(value.get("data"), dict) else value
    if file.get("text") is not None:
        return {**_TEXT, **file}
    return {"text": None, **file} if any(file.get(name) is not None for name in SOURCES) else file


def _config(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    canonical = dict(value)
    if isinstance(value.get("files"), dict):
        canonical["files"] = {name: _file(item) for name, item in value["files"].items()}
    if value.get("mount") is not None:
        canonical["mount"] = mounts(value["mount"])
    return canonical


_FILE = fields(
    text=described("The text itself.", string()),
    **{"from": described("The path of a file beside the catalog file, text or binary.", string("relative-path"))},
    data=described(
        "Fields that are merged, layer by layer and key by key, also over the file that `from` names, and written in "
        "the file's format, in order of name. `null` removes a key. The comments of the file are not kept.",
        {"type": ["object"]},
    ),
    format=described(
        "How `data` is written, where the ending of the file's name does not tell: `.yaml`, `.yml`, `.json`, `.toml`, "
        "`.properties` (nested maps become keys with dots, lists are joined by commas) or `.env`.",
        enum("yaml", "json", "toml", "properties", "dotenv"),
    ),
    template=described(
        "Whether placeholders are replaced in the file: one word in braces, such as `{domain}`. Other braces mean "
        "nothing, and `{{domain}}` is a literal `{domain}`.",
        boolean(),
    ),
)

_CONFIG: dict[str, JsonMap] = {
    "mount": described(
        "Where the files appear in the main container: the path of a directory, or Kubernetes' volume mounts. "
        "Other containers mount the volume `config` (one of `configs`: its name) by their `volumeMounts`.",
        MOUNT,
    ),
    "defaultMode": described("The permissions of the mounted files; 420 (octal 644) by default.", integer(0, 0o777)),
    "files": described(
        "Files by name: the text itself; or where it comes from, and what an environment changes in it.",
        map_of(either(string(), _FILE), "config-key"),
    ),
    "values": described("Single values by key. Placeholders are replaced.", map_of(string(), "config-key")),
    "env": described(
        "Whether every value becomes an environment variable of its own name. Kubernetes takes text files, too.",
        boolean(),
    ),
    "reload": described(
        "`rollout`: the name carries a hash of the content, so that a change rolls the pods. "
        "`live`: the name stays, and the mounted files change under the running process.",
        enum("rollout", "live"),
    ),
    "reloader": described(
        "Whether Reloader (https://github.com/stakater/Reloader), where the cluster has it, restarts the pods when a "
        "`live` ConfigMap changes: the workload then has its annotation. `true` by default; `false` for a process that "
        "watches its files itself.",
        boolean(),
    ),
    "immutable": described("Whether the cluster refuses every later change of it.", boolean()),
    **metadata("the ConfigMap"),
}

FIELDS = (
    Field(
        "config",
        fields(
            name=described(
                "The ConfigMap's name. Defaults to the service's name with `-config`.", string("dns-subdomain")
            ),
            **_CONFIG,
        ),
        "Configuration files and values of the service, kept in a ConfigMap.",
        {
            "mount": "/etc/orders",
            "files": {
                "app.yml": {"data": {"currency": "EUR", "cache": {"size": 100}}},
                "logback.xml": {"from": "orders/logback.xml"},
                "motd.txt": "Welcome.\n",
            },
            "values": {"REGION": "eu-west-1"},
            "env": True,
        },
        expand=lambda value: {"config": _config(value)},
        reach=Reach.SERVICE,
    ),
    Field(
        "configs",
        map_of(
            fields(
                name=described(
                    "The ConfigMap's name. Defaults to the service's name, a dash, and the name here.",
                    string("dns-subdomain"),
                ),
                **_CONFIG,
            ),
            "dns-label",
        ),
        "Further ConfigMaps of the service by name, each with the fields of `config`. The name is that of its volume.",
        {"dashboards": {"mount": "/var/lib/dashboards", "reload": "live", "files": {"shop.json": {"data": {"id": 1}}}}},
        expand=lambda value: {"configs": by_name(value, _config)},
        reach=Reach.SERVICE,
    ),
)
