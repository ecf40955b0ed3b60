"""A finished manifest -> the Secrets and keys that it names; and the mark by which pods roll when one changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from generator.json_types import JsonMap
from generator.model.plan import Ciphertexts
from generator.resources import references as references_of
from generator.resources.references import Reference
from generator.secret_types import DOCKER_CONFIG

MARK = "checksum/secrets"
"""The annotation of a pod template that changes with the ciphertext of the keys that the pods use."""

ROLLING = ("DaemonSet", "Deployment", "Rollout", "StatefulSet")
"""Kinds whose pods are replaced when their template changes. A Job's cannot change, and the next run of a CronJob or
ScaledJob reads the Secret anew."""


def references(manifest: JsonMap) -> Iterator[Reference]:
    """Every Secret of its own namespace that the pods of a manifest or a controller would look for."""
    own = manifest["metadata"].get("namespace", "")
    return (
        found for found in references_of.references(manifest) if found.kind == "Secret" and found.namespace in ("", own)
    )


def marked(manifest: JsonMap, used: Iterable[Reference], ciphertexts: Ciphertexts) -> JsonMap:
    """The manifest of a workload with the mark of the keys that its pods use; as it is where they use none that is
    encrypted here."""
    found = sorted(
        {
            (reference.name, key, text)
            for reference in used
            for key, text in ciphertexts.get(reference.name, {}).items()
            if reference.key in ("", key) and reference.use != DOCKER_CONFIG
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
    return (found.name for found in references_of.made(manifest) if found.kind == "Secret")
