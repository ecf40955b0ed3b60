"""Where custom resources name generated ConfigMaps, which kustomize only rewrites where it is told to.

It knows the fields of Kubernetes' own kinds (the pods of a Deployment, a Job and so on) that hold such a name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from generator.json_types import Json, JsonMap
from generator.model.plan import key_of
from generator.resources.list_keys import is_built_in


def name_references(manifests: Iterable[JsonMap], names: Collection[str]) -> list[JsonMap]:
    """The field specifications of kustomize's `nameReference` for all places that hold one of `names`."""
    found = {
        (group, kind, path)
        for manifest in manifests
        for group, kind, _ in [key_of(manifest)]
        if not is_built_in(group)
        for path in places(manifest, names)
    }
    return [{"group": group, "kind": kind, "path": path} for group, kind, path in sorted(found)]


def places(value: Json, names: Collection[str], path: str = "", naming: bool = False) -> Iterator[str]:
    """The paths, without the positions in lists, of all strings below a `configMap`, `configMapRef` and the like that
    are one of `names`: the field itself, or its `name`."""
    if isinstance(value, dict):
        for key, item in value.items():
            step = key.replace("/", r"\/")
            held = key.lower().startswith("configmap") or (naming and key == "name")
            yield from places(item, names, f"{path}/{step}" if path else step, held)
    elif isinstance(value, list):
        for item in value:
            yield from places(item, names, path, naming)
    elif naming and value in names:
        yield path
