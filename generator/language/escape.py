"""What the language has no word for."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, Reach, array, described, either, enum, fields, needing, string
from generator.model.merge import Named

_OPERATION = needing(
    fields(
        op=enum("add", "remove", "replace"),
        path=string("json-pointer"),
        value={},
    ),
    "op",
    "path",
)


def _manifests(value: Json) -> JsonMap:
    """A list of manifests -> by kind and name, so that an environment can change one of them."""
    if not isinstance(value, list):
        return {"manifests": value}
    items: JsonMap = {}
    for item in value:
        metadata = item.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        items[f"from/{item['from']}" if "from" in item else f"{item.get('kind')}/{name}"] = item
    return {"manifests": Named(items)}


PATCHES = array(
    fields(
        target=described(
            "The resource: its kind, and its name where there are several of that kind.",
            needing(fields(kind=string(), name=string()), "kind"),
        ),
        patch=described(
            "A strategic-merge patch (a map, in which null removes) or a list of JSON 6902 operations.",
            either({"type": ["object"]}, array(_OPERATION)),
        ),
    )
)

FIELDS = (
    Field(
        "patches",
        PATCHES,
        "Changes to generated resources that no field expresses.",
        [{"target": {"kind": "Deployment"}, "patch": {"spec": {"paused": True}}}],
        reach=Reach.SERVICE,
    ),
    Field(
        "manifests",
        array(
            {
                "type": ["object"],
                "properties": {"from": string("relative-path"), "apiVersion": string(), "kind": string()},
            },
            **{"x-unique": ["from", "kind", "metadata.name"]},
        ),
        "More resources of any kind: the manifests themselves, or `{from: PATH}` with a file beside the catalog file. "
        "An environment adds to the list and overrides, by kind and name.",
        [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "extra"}, "data": {"key": "value"}}],
        expand=_manifests,
        reach=Reach.SERVICE,
    ),
)
