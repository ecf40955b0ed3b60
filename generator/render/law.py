"""Planned resources and rendered manifests -> where they differ. They must not: that is the render law.

Order counts where it means something: everywhere but in lists that have keys (see `list_keys`), and there too for
containers, and for variables that refer to one another. The hash at the end of a generated name is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.json_types import Json, JsonMap, dotted
from generator.json_types import Path as ValuePath
from generator.model.plan import Resource, key_of
from generator.resources.list_keys import is_built_in, list_keys, order_matters
from generator.tree.name_references import places

_HASHED = re.compile(r"(.+)-[0-9a-z]{10}")


def unhashed(manifests: Sequence[JsonMap], resources: Sequence[Resource]) -> list[JsonMap]:
    """The rendered manifests without the hashes in the names of generated ConfigMaps, and in references to them."""
    generated = {resource.key[2] for resource in resources if resource.hashed}
    names = {}
    for manifest in manifests:
        match = _HASHED.fullmatch(manifest["metadata"]["name"]) if manifest["kind"] == "ConfigMap" else None
        if match and match[1] in generated:
            names[match[0]] = match[1]
    return [_renamed(manifest, names) for manifest in manifests] if names else list(manifests)


def _renamed(value: Json, names: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return value


def differences(resources: Sequence[Resource], manifests: Sequence[JsonMap]) -> Iterator[str]:
    """Every way in which the rendered manifests of an overlay are not the planned ones, in words. Never values of them:
    a manifest may hold what should not be printed."""
    planned = {(*resource.key, resource.manifest["metadata"].get("namespace")): resource for resource in resources}
    rendered = {(*key_of(item), item["metadata"].get("namespace")): item for item in unhashed(manifests, resources)}
    for key in sorted(planned.keys() - rendered.keys(), key=str):
        yield f"{key[1]} {key[2]} is planned and not rendered"
    for key in sorted(rendered.keys() - planned.keys(), key=str):
        yield f"{key[1]} {key[2]} is rendered and not planned"
    yield from _stale(manifests, {resource.key[2] for resource in resources if resource.hashed})
    for key in sorted(planned.keys() & rendered.keys(), key=str):
        wanted = planned[key].manifest
        for path in _compare(wanted, rendered[key], key[0], key[1], "", ()):
            yield f"{key[1]} {key[2]}: {dotted(path)} differs"


def _stale(manifests: Sequence[JsonMap], generated: set[str]) -> Iterator[str]:
    """Names of generated ConfigMaps that kustomize has left without their hash: nothing has that name."""
    for manifest in manifests if generated else ():
        group, kind, name = key_of(manifest)
        for path in () if is_built_in(group) else places(manifest, generated):
            yield f"{kind} {name}: {path.replace('/', '.')} names a ConfigMap that is not there"


def _compare(wanted: Json, found: Json, group: str, kind: str, path: str, at: ValuePath) -> Iterator[ValuePath]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in wanted.keys() | found.keys():
            if key not in wanted or key not in found:
                yield (*at, key)
            elif wanted[key] is not found[key]:
                yield from _compare(wanted[key], found[key], group, kind, f"{path}.{key}" if path else key, (*at, key))
    elif isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            yield at
            return
        keys = list_keys(group, kind, path)
        if keys and not order_matters(path, wanted):
            wanted, found = sorted(wanted, key=lambda i: _sort(i, keys)), sorted(found, key=lambda i: _sort(i, keys))
        for index, (one, other) in enumerate(zip(wanted, found, strict=True)):
            yield from _compare(one, other, group, kind, path, (*at, index))
    elif type(wanted) is not type(found) or wanted != found:
        yield at


def _sort(item: Json, keys: tuple[str, ...]) -> list[str]:
    return [str(item.get(key)) for key in keys] if isinstance(item, dict) else [str(item)]
