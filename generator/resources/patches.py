"""The `patches` of a service, applied to its resources: strategic merge (a map) or JSON 6902 operations (a list)."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.list_keys import list_keys


def applied(plan: ServicePlan, resources: list[Resource]) -> list[Resource]:
    for patch in plan.spec.get("patches", []):
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
    if isinstance(change, list) and isinstance(value, list) and keys:
        return _merged_list(value, change, keys, group, kind, path)
    if isinstance(change, dict):
        return _merged({}, change, group, kind, path)
    return change


def _merged_list(value: list[Json], change: list[Json], keys: tuple[str, ...], group: str, kind: str, path: str) -> Json:
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
    copy = value.copy() if isinstance(value, (dict, list)) else None
    if isinstance(copy, dict):
        if rest:
            if step not in copy:
                raise PatchFailed(operation["path"])
            copy[step] = _operate(copy[step], rest, operation)
        elif operation["op"] == "add":
            copy[step] = operation.get("value")
        elif step not in copy:
            raise PatchFailed(operation["path"])
        elif operation["op"] == "remove":
            del copy[step]
        else:
            copy[step] = operation.get("value")
        return copy
    if isinstance(copy, list):
        adding = operation["op"] == "add" and not rest
        if step == "-" and adding:
            return [*copy, operation.get("value")]
        if not step.isdigit() or int(step) >= len(copy) + adding:
            raise PatchFailed(operation["path"])
        place = int(step)
        if rest:
            copy[place] = _operate(copy[place], rest, operation)
        elif adding:
            copy.insert(place, operation.get("value"))
        elif operation["op"] == "remove":
            del copy[place]
        else:
            copy[place] = operation.get("value")
        return copy
    raise PatchFailed(operation["path"])
