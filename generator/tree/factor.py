"""The resources of one unit in every environment -> one base and an overlay for each environment.

A unit is a service, or what belongs to the environments themselves. Names of environments are only labels here.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Container, Mapping, Sequence

from msgspec import Struct, field

from generator.json_types import Json, JsonMap
from generator.model.merge import ABSENT
from generator.model.plan import Key, Resource
from generator.resources.list_keys import is_custom_workload, pod_template_path
from generator.tree.name_references import name_references
from generator.tree.variants import DELETE, Kind, NotExpressible, canonical, patch, same, shared


class Generator(Struct, frozen=True):
    """An entry of `configMapGenerator`. `merge`: it changes keys of the base's entry of the same name."""

    name: str
    data: dict[str, str | bytes]
    labels: JsonMap
    annotations: JsonMap
    merge: bool = False
    immutable: bool = False


class Layer(Struct):
    """What one kustomization holds: the base's, or an overlay's."""

    resources: list[JsonMap] = field(default_factory=list)
    generators: list[Generator] = field(default_factory=list)
    patches: list[JsonMap] = field(default_factory=list)
    replicas: list[tuple[str, int]] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    """Image without tag, and `:tag` or `@digest`."""
    labels: JsonMap = field(default_factory=dict)
    label_fields: list[JsonMap] = field(default_factory=list)
    """Where labels go beside the places that kustomize knows."""
    name_references: list[JsonMap] = field(default_factory=list)
    """Where names of generated ConfigMaps stand beside the places that kustomize knows."""
    namespace: str = ""
    outside: list[JsonMap] = field(default_factory=list)
    """Resources that the overlay's `namespace` must not touch."""

    @property
    def empty(self) -> bool:
        return not (self.resources or self.generators)


class Factored(Struct, frozen=True):
    base: Layer
    overlays: dict[str, Layer]


def factor(
    resources: Mapping[str, Sequence[Resource]], namespaces: Mapping[str, str], neutral: Sequence[Resource] = ()
) -> Factored:
    """`resources` by environment, complete as the cluster is to get them; `namespaces` by environment.

    `neutral` is what the unit would be where no environment has a say; it decides where environments are divided.
    """
    undecided = {resource.key: resource.manifest for resource in neutral}
    overlays = {name: Layer(namespace=namespaces[name]) for name in sorted(resources)}
    base = Layer()
    variants: dict[str, dict[Key, Resource]] = {}
    for name, layer in overlays.items():
        inside = {}
        accounts = {account for _, kind, account in (item.key for item in resources[name]) if kind == "ServiceAccount"}
        for resource in resources[name]:
            bare = _without_namespace(resource.manifest, layer.namespace, accounts)
            if bare is None:
                layer.outside.append(resource.manifest)
            else:
                inside[resource.key] = Resource(bare, resource.hashed)
        variants[name] = inside
    _move_labels(variants, overlays)
    _move_images(variants, overlays, _neutral_tags(neutral))
    for key in sorted({key for inside in variants.values() for key in inside}):
        having = {name: variants[name][key] for name in overlays if key in variants[name]}
        hashed = {name: resource for name, resource in having.items() if resource.hashed}
        plain = {name: resource.manifest for name, resource in having.items() if not resource.hashed}
        if not hashed:
            _place(key, plain, undecided.get(key, ABSENT), base, overlays)
            continue
        _generate(hashed, undecided.get(key, ABSENT), base, overlays)
        for name, manifest in plain.items():
            overlays[name].resources.append(manifest)
    _refer(base, overlays)
    return Factored(base, overlays)


def _refer(base: Layer, overlays: Mapping[str, Layer]) -> None:
    names = {generator.name for layer in (base, *overlays.values()) for generator in layer.generators}
    if not names:
        return
    base.name_references = name_references(base.resources, names)
    for layer in overlays.values():
        own = name_references((*layer.resources, *layer.patches), names)
        layer.name_references = [place for place in own if place not in base.name_references]


_CLUSTER_SCOPED = frozenset(
    "APIService CSIDriver CSINode CertificateSigningRequest ClusterRole ClusterRoleBinding CustomResourceDefinition "
    "FlowSchema IngressClass MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass "
    "PriorityLevelConfiguration RuntimeClass StorageClass ValidatingWebhookConfiguration VolumeAttachment".split()
)
"""The kinds that kustomize 5.8.1 knows to be without a namespace; to all others its `namespace` field gives one."""

_NAMESPACE_IN_BODY = frozenset(
    "RoleBinding ClusterRoleBinding APIService CustomResourceDefinition MutatingWebhookConfiguration "
    "ValidatingWebhookConfiguration".split()
)
"""Kinds in whose bodies the `namespace` field of a kustomization changes more than the metadata."""


_BINDINGS = ("RoleBinding", "ClusterRoleBinding")


def _without_namespace(manifest: JsonMap, namespace: str, accounts: Container[str]) -> JsonMap | None:
    """The manifest as it must stand where `namespace` is set around it; None where that would change it.

    `accounts` are the names of the ServiceAccounts beside it.
    """
    metadata = manifest["metadata"]
    kind = manifest["kind"]
    expected = None if kind in _CLUSTER_SCOPED else namespace
    if metadata.get("namespace") != expected or (kind == "Namespace" and metadata["name"] != namespace):
        return None
    bare = {**manifest, "metadata": {key: value for key, value in metadata.items() if key != "namespace"}}
    if kind not in _NAMESPACE_IN_BODY:
        return bare
    subjects = manifest.get("subjects") if kind in _BINDINGS else None
    # Kustomize gives the namespace to subjects that are accounts beside the binding, whatever they had before.
    if not subjects or not all(
        _is_account(subject, namespace, accounts) or _is_other(subject, accounts) for subject in subjects
    ):
        return None
    names = [{key: value for key, value in subject.items() if key != "namespace"} for subject in subjects]
    return {**bare, "subjects": names}


def _is_other(subject: Json, accounts: Container[str]) -> bool:
    """Whether it is a person, of a name that kustomize does not take for an account's."""
    if not isinstance(subject, dict) or subject.get("kind") not in ("User", "Group") or "namespace" in subject:
        return False
    name = subject.get("name")
    return name != "default" and name not in accounts


def _is_account(subject: Json, namespace: str, accounts: Container[str]) -> bool:
    account = {"kind": "ServiceAccount", "namespace": namespace}
    if not isinstance(subject, dict) or subject.keys() != {*account, "name"}:
        return False
    return subject["name"] in accounts and account.items() <= subject.items()


def _place(
    key: Key, variants: Mapping[str, JsonMap], neutral: Json, base: Layer, overlays: Mapping[str, Layer]
) -> None:
    """Put a resource into the base with patches, or whole into the overlays, whichever is less to read."""
    group, name_of_kind, name = key
    kind = Kind(group, name_of_kind)
    common = shared(list(variants.values()), kind, neutral)
    identity = _identity(variants)
    missing = [name for name in overlays if name not in variants]
    if common is not ABSENT and identity and _has_body(common) == any(map(_has_body, variants.values())):
        # What tells the resource apart is in its base even where most other fields differ.
        common = {**common, **identity, "metadata": {**common.get("metadata", {}), "name": name}}
        try:
            patches = {env: patch(common, manifest, kind) for env, manifest in variants.items()}
        except NotExpressible:
            patches = {}
        changes = sum(_size(change) + 4 for change in patches.values() if change)
        whole = sum(_size(manifest) for manifest in variants.values())
        if patches and _size(common) + changes + 5 * len(missing) <= whole:
            base.resources.append(common)
            for env, change in patches.items():
                _add_change(overlays[env], name_of_kind, name, change, identity)
            for env in missing:
                overlays[env].patches.append({**identity, "metadata": {"name": name}, **DELETE})
            return
    for env, manifest in variants.items():
        overlays[env].resources.append(_unmistakable(manifest, overlays[env].namespace))


def _unmistakable(manifest: JsonMap, namespace: str) -> JsonMap:
    """With the namespace of its accounts: built beside other namespaces, kustomize could not tell which are meant."""
    if manifest["kind"] != "ClusterRoleBinding" or "subjects" not in manifest:
        return manifest
    subjects = [
        {**subject, "namespace": namespace} if subject["kind"] == "ServiceAccount" else subject
        for subject in manifest["subjects"]
    ]
    return {**manifest, "subjects": subjects}


def _identity(variants: Mapping[str, JsonMap]) -> JsonMap | None:
    """API version and kind; None where the environments use different API versions, for a patch cannot change that."""
    versions = {manifest["apiVersion"] for manifest in variants.values()}
    first = next(iter(variants.values()))
    return {"apiVersion": first["apiVersion"], "kind": first["kind"]} if len(versions) == 1 else None


def _has_body(manifest: JsonMap) -> bool:
    """Whether it says more than what it is called: a base of which everything else differs is of no use."""
    return bool(manifest.keys() - {"apiVersion", "kind", "metadata"})


def _add_change(overlay: Layer, kind: str, name: str, change: JsonMap, identity: JsonMap) -> None:
    count: Json = change["spec"].get("replicas") if isinstance(change.get("spec"), dict) else None
    scaled = kind in ("Deployment", "StatefulSet") and isinstance(count, int)
    if scaled and same(change, {"spec": {"replicas": count}}):
        overlay.replicas.append((name, count))
    elif change:
        metadata = {"name": name, **(change.get("metadata") or {})}
        overlay.patches.append({**identity, **change, "metadata": metadata})


def _size(value: Json) -> int:
    """About how many lines of YAML a value takes."""
    lines = 0
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict) and item:
            waiting += item.values()
            lines += sum(isinstance(inner, dict | list) for inner in item.values())
        elif isinstance(item, list) and item:
            waiting += item
        else:
            lines += item.count("\n") + 1 if isinstance(item, str) else 1
    return lines


def _generate(variants: Mapping[str, Resource], neutral: Json, base: Layer, overlays: Mapping[str, Layer]) -> None:
    """A ConfigMap whose name carries a hash: in the base the keys that every environment has, the rest merged in."""
    manifests = {env: resource.manifest for env, resource in variants.items()}
    heads = {canonical({**manifest, "data": None, "binaryData": None}) for manifest in manifests.values()}
    common: JsonMap = {}
    if len(heads) == 1 and len(manifests) == len(overlays):
        common = {part: found for part in _PARTS if (found := _in_all(part, list(manifests.values()), neutral))}
    if common:
        base.generators.append(_generator(next(iter(manifests.values())), common))
    for env, manifest in manifests.items():
        own = {part: _unlike(manifest.get(part, {}), common.get(part, {})) for part in _PARTS}
        if any(own.values()) or not common:
            overlays[env].generators.append(_generator(manifest, own, merge=bool(common)))


_PARTS = ("data", "binaryData")
"""Kustomize merges each for itself: a key that is in one of them here and in the other there cannot be in the base."""


def _in_all(part: str, manifests: Sequence[JsonMap], neutral: Json) -> JsonMap:
    """What most of the ConfigMaps agree on, of the keys that all of them have."""
    everywhere = set.intersection(*(set(manifest.get(part, {})) for manifest in manifests))
    data = [{key: manifest[part][key] for key in sorted(everywhere)} for manifest in manifests if everywhere]
    undecided = ABSENT if neutral is ABSENT else neutral.get(part, ABSENT)
    common: Json = shared(data, Kind("", "ConfigMap"), undecided, part)
    return {} if common is ABSENT else common


def _unlike(data: JsonMap, common: JsonMap) -> JsonMap:
    return {key: value for key, value in data.items() if key not in common or common[key] != value}


def _generator(manifest: JsonMap, parts: JsonMap, *, merge: bool = False) -> Generator:
    metadata = manifest["metadata"]
    options = {} if merge else metadata
    return Generator(
        metadata["name"],
        {**parts.get("data", {}), **{key: b64decode(text) for key, text in parts.get("binaryData", {}).items()}},
        options.get("labels", {}),
        options.get("annotations", {}),
        merge,
        bool(manifest.get("immutable")),  # which a merge that does not say so again would take away
    )


def _move_labels(variants: dict[str, dict[Key, Resource]], overlays: Mapping[str, Layer]) -> None:
    """Labels that every resource of an environment has and that differ between environments -> `labels`."""
    manifests = [resource.manifest for inside in variants.values() for resource in inside.values()]
    if any(manifest.get("spec", {}).get("volumeClaimTemplates") for manifest in manifests):
        return  # kustomize would label the claim templates too, which the cluster does not let change
    every = {env: _common_labels(inside) for env, inside in variants.items() if inside}
    names = {name for labels in every.values() for name in labels}
    # A label that some resources of an environment have and others lack is theirs, not the environment's.
    names -= {name for env, labels in every.items() for name in _labels_in(variants[env]) if name not in labels}
    varying = {name for name in names if len({labels.get(name) for labels in every.values()}) > 1}
    for env, labels in every.items():
        moved = {name: labels[name] for name in sorted(varying & labels.keys())}
        if moved:
            overlays[env].labels.update(moved)
            overlays[env].label_fields = _label_fields(variants[env])
            variants[env] = {
                key: Resource(_without_labels(resource.manifest, moved), resource.hashed)
                for key, resource in variants[env].items()
            }


def _common_labels(inside: Mapping[Key, Resource]) -> JsonMap:
    groups = [labels for resource in inside.values() for labels in _labels_of(resource.manifest)]
    first, *rest = groups
    return {name: value for name, value in first.items() if all(labels.get(name) == value for labels in rest)}


def _labels_in(inside: Mapping[Key, Resource]) -> set[str]:
    return {name for resource in inside.values() for labels in _labels_of(resource.manifest) for name in labels}


def _label_paths(kind: str) -> list[tuple[str, ...]]:
    """Where kustomize's `labels` with `includeTemplates` writes."""
    paths: list[tuple[str, ...]] = [("metadata",)]
    template = pod_template_path(kind)
    if template:
        paths.append((*template, "metadata"))
        if kind == "CronJob":
            paths.append(("spec", "jobTemplate", "metadata"))
    return paths


def _label_fields(inside: Mapping[Key, Resource]) -> list[JsonMap]:
    workloads = sorted({(group, kind) for group, kind, _ in inside if is_custom_workload(kind)})
    paths = ["/".join((*(pod_template_path(kind) or ()), "metadata", "labels")) for _, kind in workloads]
    return [
        {"group": group, "kind": kind, "path": path, "create": True}
        for (group, kind), path in zip(workloads, paths, strict=True)
    ]


def _labels_of(manifest: JsonMap) -> list[JsonMap]:
    found = []
    for path in _label_paths(manifest["kind"]):
        value: Json = manifest
        for step in path:
            value = value.get(step, {}) if isinstance(value, dict) else {}
        found.append(value.get("labels") or {})
    return found


def _without_labels(manifest: JsonMap, moved: JsonMap) -> JsonMap:
    for path in _label_paths(manifest["kind"]):
        manifest = _changed(manifest, path, lambda metadata: _less(metadata, moved))
    return manifest


def _less(metadata: JsonMap, moved: JsonMap) -> JsonMap:
    labels = {name: value for name, value in metadata.get("labels", {}).items() if name not in moved}
    rest = {key: value for key, value in metadata.items() if key != "labels"}
    return {**rest, "labels": labels} if labels else rest


def _changed(value: JsonMap, path: tuple[str, ...], change: Json) -> JsonMap:
    if not path:
        changed: JsonMap = change(value)
        return changed
    if not isinstance(value.get(path[0]), dict):
        return value
    inner = _changed(value[path[0]], path[1:], change)
    if not inner and len(path) == 1:
        return {key: item for key, item in value.items() if key != path[0]}
    return {**value, path[0]: inner}


def _neutral_tags(neutral: Sequence[Resource]) -> dict[str, str]:
    tags = _images({resource.key: resource for resource in neutral}) or {}
    return {image: next(iter(found)) for image, found in tags.items() if len(found) == 1}


def _move_images(
    variants: dict[str, dict[Key, Resource]], overlays: Mapping[str, Layer], neutral: Mapping[str, str]
) -> None:
    """Images of which only the tag differs between environments -> the overlay's `images`."""
    used = {env: _images(inside) for env, inside in variants.items() if inside}
    if any(images is None for images in used.values()):
        return
    names = sorted({image for images in used.values() if images for image in images})
    for image in names:
        tags = {env: images[image] for env, images in used.items() if images and image in images}
        every = {tag for found in tags.values() for tag in found}
        several = any(len(found) > 1 for found in tags.values()) or any("@" in tag[1:] for tag in every)
        # `images` can neither take a tag away nor tell apart two tags of one image, and it reads a name as a pattern.
        if (
            len(every) < 2
            or "" in every
            or several
            or any(re.fullmatch(image, other) for other in names if other != image)
        ):
            continue
        single = {env: next(iter(found)) for env, found in tags.items()}
        common = shared(list(single.values()), Kind("", ""), neutral.get(image, ABSENT))
        kept = "" if common is ABSENT else common
        for env, tag in single.items():
            if tag != kept:
                overlays[env].images.append((image, tag))
                variants[env] = {
                    key: Resource(_retagged(resource.manifest, image + tag, image + kept), resource.hashed)
                    for key, resource in variants[env].items()
                }


def split_image(image: str) -> tuple[str, str]:
    """`registry/app:1.2@sha256:0` -> `registry/app`, `:1.2@sha256:0`: the name, and what tells its versions apart."""
    named, _, _ = image.partition("@")
    path, colon, tag = named.rpartition(":")
    name = path if colon and "/" not in tag else named
    return name, image[len(name) :]


def _images(inside: Mapping[Key, Resource]) -> dict[str, set[str]] | None:
    """Tags by image; None where they cannot be told, or something else than a workload has containers, which kustomize
    would retag too."""
    found: dict[str, set[str]] = {}
    for resource in inside.values():
        manifest = resource.manifest
        if pod_template_path(manifest["kind"]) is None:
            if 'ontainers"' in canonical(manifest):
                return None
            continue
        references = _references(manifest)
        if references is None:
            return None
        for reference in references:
            image, tag = split_image(reference)
            found.setdefault(image, set()).add(tag)
    return found


def _references(manifest: JsonMap) -> list[str] | None:
    """Every image of a workload: those of its containers, and those that it mounts as volumes; None of a malformed one,
    which its schema refuses later."""
    spec: Json = manifest
    for step in (*(pod_template_path(manifest["kind"]) or ()), "spec"):
        spec = spec.get(step, {}) if isinstance(spec, dict) else None
    if not isinstance(spec, dict):
        return None
    containers = [spec.get("initContainers", []), spec.get("containers", [])]
    volumes = spec.get("volumes", [])
    if not all(
        isinstance(items, list) and all(isinstance(item, dict) for item in items) for items in (*containers, volumes)
    ):
        return None
    images = [item.get("image") or "" for items in containers for item in items]
    mounted = [item["image"].get("reference") or "" for item in volumes if isinstance(item.get("image"), dict)]
    if not all(isinstance(image, str) for image in (*images, *mounted)):
        return None
    if pod_template_path(manifest["kind"]) != _RETAGGED:
        mounted += [split_image(image)[0] for image in mounted]  # without a tag, as what `images` must leave alone
    return images + mounted


_RETAGGED = ("spec", "template")
"""Where kustomize retags the images of volumes; those of containers it finds everywhere."""


def _retagged(manifest: JsonMap, old: str, new: str) -> JsonMap:
    template = pod_template_path(manifest["kind"])
    if template is None:
        return manifest

    def retag(spec: JsonMap) -> JsonMap:
        lists: JsonMap = {
            name: [{**item, "image": new} if item.get("image") == old else item for item in spec[name]]
            for name in ("initContainers", "containers")
            if name in spec
        }
        if "volumes" in spec:
            lists["volumes"] = [
                {**item, "image": {**item["image"], "reference": new}}
                if isinstance(item.get("image"), dict) and item["image"].get("reference") == old
                else item
                for item in spec["volumes"]
            ]
        return {**spec, **lists}

    return _changed(manifest, (*template, "spec"), retag)
