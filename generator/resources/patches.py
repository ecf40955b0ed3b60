"""The `patches` of a service or an environment, applied to its resources.

A map is a strategic merge, a list are operations of JSON 6902.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.json_types import Json, JsonMap
from generator.model.plan import Resource
from generator.resources.list_keys import list_keys


def applied(patches: Iterable[JsonMap], resources: list[Resource]) -> list[Resource]:
    for patch in patches:
        resources = [_patched(resource, patch) if matches(resource, patch) else resource for resource in resources]
    return resources


def matches(resource: Resource, patch: JsonMap) -> bool:
    target = patch.get("target", {})
    name = target.get("name")
    _, kind, resource_name = resource.key
    return bool(kind == target.get("kind") and name in (None, resource_name))


def _patched(resource: Resource, patch: JsonMap) -> Resource:
    change = patch.get("patch")
    if isinstance(change, dict):
        group, kind, _ = resource.key
        manifest = _merged(resource.manifest, change, group, kind, "")
    else:
        manifest = resource.manifest
        for operation in change or []:
            manifest = operate(manifest, operation)
    return Resource(manifest, resource.hashed, resource.file)


def _merged(value: Json, change: Json, group: str, kind: str, path: str) -> Json:
    """Strategic merge as the API server does it: null removes, keyed lists merge by key, other lists are replaced."""
    if isinstance(change, dict) and isinstance(value, dict):
        result = dict(value)
        for key, item in change.items():
            if item is None:
                result.pop(key, None)
            else:
                result[key] = _merged(value.get(key), item, group, kind, f"{path}.{key}" if path else key)
        return result
    keys = list_keys(group, kind, path)
    if isinstance(change, list) and isinstance(value, list) and keys and _are_maps(change) and _are_maps(value):
        return _merged_list(value, change, keys, group, kind, path)
    if isinstance(change, dict):
        return _merged({}, change, group, kind, path)
    return change


def _are_maps(items: list[Json]) -> bool:
    return all(isinstance(item, dict) for item in items)


def _merged_list(
    value: list[Json], change: list[Json], keys: tuple[str, ...], group: str, kind: str, path: str
) -> Json:
    result = list(value)
    for item in change:
        wanted = [item.get(key) for key in keys if item.get(key) is not None]
        places = [
            place
            for place, old in enumerate(result)
            if wanted == [old.get(key) for key in keys if item.get(key) is not None]
        ]
        if item.get("$patch") == "delete":
            result = [old for place, old in enumerate(result) if place not in places]
        elif places:
            result[places[0]] = _merged(result[places[0]], item, group, kind, path)
        else:
            result.append(_merged({}, item, group, kind, path))
    return result


class PatchFailed(ValueError):
    """An operation whose path does not exist in the resource."""


def operate(manifest: Json, operation: JsonMap) -> Json:
    """One JSON 6902 operation (add, remove, replace); raises PatchFailed where its path leads nowhere."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in operation["path"].split("/")[1:]]
    return _operate(manifest, steps, operation)


def _operate(value: Json, steps: list[str], operation: JsonMap) -> Json:
    step, rest = steps[0], steps[1:]
    if isinstance(value, list):
        return _operate_list(value, step, rest, operation)
    if not isinstance(value, dict) or (step not in value and (rest or operation["op"] != "add")):
        raise PatchFailed(operation["path"])
    if rest:
        return {**value, step: _operate(value[step], rest, operation)}
    if operation["op"] == "remove":
        return {key: item for key, item in value.items() if key != step}
    return {**value, step: operation.get("value")}


def _operate_list(value: list[Json], step: str, rest: list[str], operation: JsonMap) -> list[Json]:
    adding = operation["op"] == "add" and not rest
    if step == "-" and adding:
        return [*value, operation.get("value")]
    if not re.fullmatch(r"[0-9]{1,6}", step) or int(step) >= len(value) + adding:
        raise PatchFailed(operation["path"])
    place = int(step)
    before, after = value[:place], value[place + 1 :]
    if rest:
        return [*before, _operate(value[place], rest, operation), *after]
    if adding:
        return [*before, operation.get("value"), *value[place:]]
    return [*before, *after] if operation["op"] == "remove" else [*before, operation.get("value"), *after]
