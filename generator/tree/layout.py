"""A factored unit -> the files of its base and overlays, as paths in the repository and their bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count

from generator.json_types import JsonMap
from generator.model.plan import Key, key_of
from generator.tree.factor import Factored, Generator, Layer
from generator.tree.folders import base_folder, overlay_folder
from generator.tree.ownership import KUSTOMIZATION, stamped
from generator.tree.yaml_writer import dump

Files = dict[str, bytes]

NAME_REFERENCES = "name-references"
"""The stem of the file that tells kustomize where custom resources name generated ConfigMaps."""

NAMESPACED = "namespaced"
"""The folder of what is in the namespace, in an overlay of which not all is."""

_HEAD = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
_SHORT = {"HorizontalPodAutoscaler": "hpa", "PodDisruptionBudget": "pdb", "PersistentVolumeClaim": "pvc"}


def files(unit: str, factored: Factored, source: str) -> Files:
    """Every file of a unit; `source` is the catalog file that they come from."""
    names = _file_names(unit, factored)
    found: Files = {}
    if not factored.base.empty:
        found.update(_folder(base_folder(unit), factored.base, [], names, source))
    for environment, layer in factored.overlays.items():
        bases = [] if factored.base.empty else [f"../../../{base_folder(unit)}"]
        found.update(_overlay(overlay_folder(environment, unit), layer, bases, names, source))
    return found


def _overlay(folder: str, layer: Layer, bases: list[str], names: dict[Key, str], source: str) -> Files:
    """One overlay. Resources that its namespace must not touch stand around it, so it then moves one level down."""
    if not layer.outside:
        return _folder(folder, layer, bases, names, source)
    inner = _folder(f"{folder}/{NAMESPACED}", layer, [f"../{base}" for base in bases], names, source)
    outer = Layer(resources=layer.outside)
    return {**_folder(folder, outer, [NAMESPACED], names, source), **inner}


def _file_names(unit: str, factored: Factored) -> dict[Key, str]:
    """The stem of the file of each resource: its kind alone, where no environment has two of it."""
    together = [_keys(factored.base) | _keys(layer) for layer in factored.overlays.values()]
    most: Counter[str] = Counter()
    for keys in together:
        most |= Counter(kind for _, kind, _ in keys)
    names: dict[Key, str] = {}
    taken: dict[str, list[Key]] = {}
    for key in sorted(set().union(*together), key=lambda key: (key[1], key[2], key[0])):
        group, kind, name = key
        stem = _SHORT.get(kind) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind).lower()
        if most[kind] > 1 and name != unit:
            stem = f"{stem}-{_safe(name)}"
        names[key] = next(free for free in _stems(stem, group) if _is_free(free, key, taken, together))
        taken.setdefault(names[key].casefold(), []).append(key)
    return names


def _stems(stem: str, group: str) -> Iterator[str]:
    """Names that a file could have, the first one first. Flux has a kind that is called Kustomization, too."""
    if stem not in ("kustomization", NAME_REFERENCES) and not stem.endswith(".patch"):
        yield stem
    yield f"{stem}-{group}"
    yield from (f"{stem}-{group}-{number}" for number in count(2))


def _is_free(stem: str, key: Key, taken: dict[str, list[Key]], together: list[set[Key]]) -> bool:
    """Whether no resource of that file name, on a file system that ignores case, ever stands beside this one."""
    others = taken.get(stem.casefold(), [])
    return not any(key in keys and other in keys for other in others for keys in together)


def _keys(layer: Layer) -> set[Key]:
    return {key_of(manifest) for manifest in (*layer.resources, *layer.patches, *layer.outside)}


def _safe(name: str) -> str:
    """RBAC names may hold characters that file names should not."""
    return re.sub(r"[^a-zA-Z0-9.-]", "-", name)


def _folder(folder: str, layer: Layer, bases: list[str], names: dict[Key, str], source: str) -> Files:
    kustomization: JsonMap = dict(_HEAD)
    if layer.namespace:
        kustomization["namespace"] = layer.namespace
    found: Files = {}
    resources = list(bases)
    for manifest in sorted(layer.resources, key=lambda item: names[key_of(item)]):
        file = f"{names[key_of(manifest)]}.yaml"
        found[f"{folder}/{file}"] = stamped(dump(manifest), source)
        resources.append(file)
    if resources:
        kustomization["resources"] = resources
    if layer.name_references:
        file = f"{NAME_REFERENCES}.yaml"
        config: JsonMap = {"nameReference": [{"kind": "ConfigMap", "fieldSpecs": layer.name_references}]}
        found[f"{folder}/{file}"] = stamped(dump(config), source)
        kustomization["configurations"] = [file]
    payloads: Files = {}
    if layer.generators:
        kustomization["configMapGenerator"] = [_generator(item, payloads) for item in layer.generators]
    if layer.labels:
        fields = {"fields": layer.label_fields} if layer.label_fields else {}
        kustomization["labels"] = [{"pairs": layer.labels, "includeTemplates": True, **fields}]
    if layer.images:
        kustomization["images"] = [_image(*item) for item in layer.images]
    if layer.replicas:
        kustomization["replicas"] = [{"name": name, "count": count} for name, count in layer.replicas]
    patches = []
    for change in sorted(layer.patches, key=lambda item: names[key_of(item)]):
        file = f"{names[key_of(change)]}.patch.yaml"
        found[f"{folder}/{file}"] = stamped(dump(change), source)
        patches.append({"path": file})
    if patches:
        kustomization["patches"] = patches
    if layer.namespace or bases:
        kustomization["sortOptions"] = {"order": "fifo"}
    found.update((f"{folder}/{path}", content) for path, content in payloads.items())
    found[f"{folder}/{KUSTOMIZATION}"] = stamped(dump(kustomization), source, payloads)
    return found


def _image(image: str, tag: str) -> JsonMap:
    return {"name": image, "digest": tag[1:]} if tag.startswith("@") else {"name": image, "newTag": tag[1:]}


def _generator(generator: Generator, payloads: Files) -> JsonMap:
    """An entry of `configMapGenerator`: short values as literals, everything else as files beside it."""
    entry: JsonMap = {"name": generator.name}
    if generator.merge:
        entry["behavior"] = "merge"
    literals, paths = [], []
    for key, value in sorted(generator.data.items()):
        if isinstance(value, str) and _fits_literal(value):
            literals.append(f"{key}={value}")
        else:
            path = f"{_payload_folder(generator.name)}/{key}"
            paths.append(path)
            payloads[path] = value.encode() if isinstance(value, str) else value
    if paths:
        entry["files"] = paths
    if literals:
        entry["literals"] = literals
    options: JsonMap = {"annotations": generator.annotations, "labels": generator.labels}
    options = {name: value for name, value in {**options, "immutable": generator.immutable}.items() if value}
    if options:
        entry["options"] = options
    return entry


def _payload_folder(name: str) -> str:
    """The folder of a ConfigMap's files: its name, unless a resource's file could have that one."""
    return f"{name}.d" if name.endswith(".yaml") or name == NAMESPACED else name


def _fits_literal(value: str) -> bool:
    """Kustomize takes quotes off the ends of a literal, and an empty one is easy to misread."""
    return (
        "\n" not in value
        and "\r" not in value
        and value.strip("\"'") == value
        and value.strip() == value
        and 0 < len(value) <= 100
    )
