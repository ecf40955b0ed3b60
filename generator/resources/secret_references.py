"""A finished manifest -> the Secrets and keys that it names; and the mark by which pods roll when one changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.json_types import Json, JsonMap, Path, dotted, get, matching
from generator.model.plan import Ciphertexts
from generator.secret_types import DOCKER_CONFIG, TLS

MARK = "checksum/secrets"
"""The annotation of a pod template that changes with the ciphertext of the keys that the pods use."""

_POD = {
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    "DaemonSet": ("spec", "template", "spec"),
    "Deployment": ("spec", "template", "spec"),
    "Job": ("spec", "template", "spec"),
    "Pod": ("spec",),
    "ReplicaSet": ("spec", "template", "spec"),
    "Rollout": ("spec", "template", "spec"),
    "ScaledJob": ("spec", "jobTargetRef", "template", "spec"),
    "StatefulSet": ("spec", "template", "spec"),
}
"""Where the pods of a kind are described."""

ROLLING = ("DaemonSet", "Deployment", "Rollout", "StatefulSet")
"""Kinds whose pods are replaced when their template changes. A Job's cannot change, and the next run of a CronJob or
ScaledJob reads the Secret anew."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What is used of a Secret: one key, or all with an empty `key`. `type` is that which the Secret then must have."""

    secret: str
    key: str
    field: str
    optional: bool = False
    type: str = ""


def references(manifest: JsonMap) -> Iterator[Reference]:
    """Every Secret that the pods of a manifest or a controller would look for."""
    kind = manifest["kind"]
    if kind in _POD:
        yield from _of_pod(manifest, _POD[kind])
    for pattern, (secret, key), of_type in _ELSEWHERE.get(kind, ()):
        for path, item in matching(manifest, pattern):
            name = item.get(secret) if isinstance(item, dict) else None
            if isinstance(name, str):
                yield Reference(name, item.get(key, "") if key else "", dotted((*path, secret)), type=of_type)


_Names = tuple[str, str]
_PULL: tuple[tuple[str, ...], _Names, str] = (("imagePullSecrets", "*"), ("name", ""), DOCKER_CONFIG)
_MONITOR: tuple[tuple[tuple[str, ...], _Names, str], ...] = tuple(
    (("spec", ends, "*", *rest), ("name", "key"), "")
    for ends in ("endpoints", "podMetricsEndpoints")
    for rest in (
        ("basicAuth", "username"),
        ("basicAuth", "password"),
        ("bearerTokenSecret",),
        ("authorization", "credentials"),
        ("oauth2", "clientSecret"),
        ("tlsConfig", "keySecret"),
        ("tlsConfig", "ca", "secret"),
        ("tlsConfig", "cert", "secret"),
    )
)
_ELSEWHERE: Mapping[str, tuple[tuple[tuple[str, ...], _Names, str], ...]] = {
    "Ingress": ((("spec", "tls", "*"), ("secretName", ""), TLS),),
    "PodMonitor": _MONITOR,
    "ServiceAccount": (_PULL, (("secrets", "*"), ("name", ""), "")),
    "ServiceMonitor": _MONITOR,
    "TriggerAuthentication": ((("spec", "secretTargetRef", "*"), ("name", "key"), ""),),
}
"""By kind: where a map names a Secret, the fields of it that hold the name and the key, and the Secret's type."""


def _of_pod(manifest: JsonMap, path: Path) -> Iterator[Reference]:
    try:
        pod = get(manifest, path)
    except KeyError:
        return
    if not isinstance(pod, dict):
        return
    for group in ("initContainers", "containers"):
        for index, container in enumerate(_maps(pod.get(group))):
            yield from _of_container(container, (*path, group, index))
    for index, volume in enumerate(_maps(pod.get("volumes"))):
        yield from _of_volume(volume, (*path, "volumes", index))
    for index, item in enumerate(_maps(pod.get("imagePullSecrets"))):
        if isinstance(item.get("name"), str):
            yield Reference(item["name"], "", dotted((*path, "imagePullSecrets", index, "name")), type=DOCKER_CONFIG)


def _of_container(container: JsonMap, path: Path) -> Iterator[Reference]:
    for index, variable in enumerate(_maps(container.get("env"))):
        source = variable.get("valueFrom")
        reference = source.get("secretKeyRef") if isinstance(source, dict) else None
        if isinstance(reference, dict) and isinstance(reference.get("name"), str):
            at = (*path, "env", index, "valueFrom", "secretKeyRef", "key")
            yield Reference(reference["name"], reference.get("key", ""), dotted(at), bool(reference.get("optional")))
    for index, source in enumerate(_maps(container.get("envFrom"))):
        reference = source.get("secretRef")
        if isinstance(reference, dict) and isinstance(reference.get("name"), str):
            at = (*path, "envFrom", index, "secretRef", "name")
            yield Reference(reference["name"], "", dotted(at), bool(reference.get("optional")))


def _of_volume(volume: JsonMap, path: Path) -> Iterator[Reference]:
    own = volume.get("secret")
    sources = [(own, "secretName", (*path, "secret"))] if isinstance(own, dict) else []
    projected = volume.get("projected")
    for index, item in enumerate(_maps(projected.get("sources")) if isinstance(projected, dict) else ()):
        if isinstance(item.get("secret"), dict):
            sources.append((item["secret"], "name", (*path, "projected", "sources", index, "secret")))
    for source, name, at in sources:
        if isinstance(source.get(name), str):
            optional = bool(source.get("optional"))
            items = [(index, item.get("key")) for index, item in enumerate(_maps(source.get("items")))]
            for index, key in items:
                yield Reference(source[name], str(key), dotted((*at, "items", index, "key")), optional)
            if not items:
                yield Reference(source[name], "", dotted((*at, name)), optional)


def _maps(value: Json) -> Iterable[JsonMap]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else ()


def marked(manifest: JsonMap, used: Iterable[Reference], ciphertexts: Ciphertexts) -> JsonMap:
    """The manifest of a workload with the mark of the keys that its pods use; as it is where they use none that is
    encrypted here."""
    found = sorted(
        {
            (reference.secret, key, text)
            for reference in used
            for key, text in ciphertexts.get(reference.secret, {}).items()
            if reference.key in ("", key) and reference.type != DOCKER_CONFIG
        }
    )
    if not found:
        return manifest
    text = "\n".join(" ".join(item) for item in found)
    digest = f"sha256-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    template = manifest["spec"]["template"]
    metadata = template.get("metadata") or {}
    notes = metadata.get("annotations") or {} if isinstance(metadata, dict) else None
    if not isinstance(notes, dict):
        return manifest  # a patch made it something else, which is found to be wrong
    template = {**template, "metadata": {**metadata, "annotations": {**notes, MARK: digest}}}
    return {**manifest, "spec": {**manifest["spec"], "template": template}}


def made(manifest: JsonMap) -> Iterator[str]:
    """The Secrets that a controller makes of a manifest, or that it is itself."""
    kind, metadata = manifest["kind"], manifest["metadata"]
    spec = manifest.get("spec")
    spec = spec if isinstance(spec, dict) else {}
    if kind in ("SealedSecret", "Secret"):
        yield metadata["name"]
    elif kind == "ExternalSecret":
        target = spec.get("target")
        yield (target.get("name") if isinstance(target, dict) else None) or metadata["name"]
    elif kind == "Certificate" and isinstance(spec.get("secretName"), str):
        yield spec["secretName"]
    elif kind == "Ingress" and any(note in (metadata.get("annotations") or {}) for note in _ISSUERS):
        yield from (item["secretName"] for item in _maps(spec.get("tls")) if isinstance(item.get("secretName"), str))


_ISSUERS = ("cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme")
"""Annotations by which cert-manager makes the certificates of an Ingress
(https://cert-manager.io/docs/usage/ingress/#supported-annotations)."""
