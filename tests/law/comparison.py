"""The render law, told a second time: rendered text and planned resources -> what is not the same, in words.

Nothing of `generator.render` is used. Both sides are brought into one form: names without hashes, and a list whose
order means nothing sorted. Everything else must be equal, with types and order.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence

import yaml

from generator.json_types import Json, JsonMap
from generator.model.plan import Resource

UNORDERED = frozenset(
    [
        "ports",
        "volumes",
        "volumeMounts",
        "volumeDevices",
        "imagePullSecrets",
        "hostAliases",
        "topologySpreadConstraints",
        "secrets",
    ]
)
"""Lists of Kubernetes' own kinds whose order nobody goes by. Containers, and all that is not named here, have one."""

_BUILT_IN = re.compile(r"(apps/|batch/)?v1")
_REFERENCE = re.compile(r"\$\(([^)]+)\)")


def unlike(text: str, resources: Sequence[Resource]) -> list[str]:
    """A unified diff of each resource that is not rendered as planned; empty where the law holds."""
    rendered = documents(text)
    generated = {resource.manifest["metadata"]["name"] for resource in resources if resource.hashed}
    hashes = {name: name[:-11] for name in _names(rendered) if name[:-11] in generated}
    assert not list(_stale(rendered, generated)), "a name of a generated ConfigMap has no hash"
    for old in hashes:
        assert re.fullmatch(r"-[a-z0-9]{10}", old[-11:]), old
    found = [_told(_unhashed(manifest, hashes)) for manifest in rendered]
    wanted = [_told(resource.manifest) for resource in resources]
    return list(_diff(sorted(wanted), sorted(found)))


def documents(text: str) -> list[JsonMap]:
    return [document for document in yaml.load_all(text, Loader=_Reader) if document is not None]


class _Reader(yaml.CSafeLoader):
    """YAML 1.1 but for dates, `=` and `<<`, which the readers of Kubernetes take for strings."""


_Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":value", ":merge"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _names(manifests: list[JsonMap]) -> list[str]:
    return [manifest["metadata"]["name"] for manifest in manifests if manifest["kind"] == "ConfigMap"]


def _stale(value: Json, names: set[str], field: str = "") -> Iterator[str]:
    """The fields of a ConfigMap's name that hold one of `names`."""
    if isinstance(value, list):
        for item in value:
            yield from _stale(item, names, field)
    elif isinstance(value, dict):
        for key, item in value.items():
            if field.startswith("configMap") and key == "name" and item in names:
                yield field
            yield from _stale(item, names, key)


def _unhashed(value: Json, names: dict[str, str]) -> Json:
    if isinstance(value, dict):
        return {key: _unhashed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_unhashed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def _told(manifest: JsonMap) -> str:
    name = f"{manifest['kind']} {manifest['metadata'].get('namespace')} {manifest['metadata']['name']}"
    built_in = _BUILT_IN.fullmatch(manifest["apiVersion"])
    body = {key: _sorted(item) if built_in else item for key, item in manifest.items()}
    return name + "\n" + json.dumps(body, indent=1, sort_keys=True, ensure_ascii=True)


def _sorted(value: Json) -> Json:
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: _sorted(item) for key, item in value.items()}
    for key in UNORDERED & result.keys():
        if isinstance(result[key], list):
            result[key] = sorted(result[key], key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(result.get("env"), list):
        result["env"] = _variables(result["env"])
    return result


def _variables(env: list[Json]) -> Json:
    """The variables sorted, and of each the others that stand before it and that it refers to."""
    if not all(isinstance(item, dict) and "name" in item for item in env):
        return env
    told = []
    for place, item in enumerate(env):
        earlier = {other["name"] for other in env[:place]}
        told.append({**item, "refers to": sorted(earlier & set(_REFERENCE.findall(str(item.get("value")))))})
    return sorted(told, key=lambda item: json.dumps(item, sort_keys=True))


def _diff(wanted: list[str], found: list[str]) -> Iterator[str]:
    missing = [item for item in wanted if item not in found]
    extra = [item for item in found if item not in wanted]
    by_name = {item.partition("\n")[0]: item for item in extra}
    for item in missing:
        name = item.partition("\n")[0]
        other = by_name.pop(name, "")
        yield "\n".join(
            [name, *difflib.unified_diff(item.split("\n"), other.split("\n"), "planned", "rendered", "", "", 3, "")]
        )
    for name, other in by_name.items():
        yield f"{name} is rendered and not planned\n{other}"
    if len(wanted) != len(found):
        yield f"{len(wanted)} resources are planned and {len(found)} rendered"
