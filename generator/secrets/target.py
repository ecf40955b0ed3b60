"""The encrypted files of an environment -> the kustomizations that build them.

`secrets/ENVIRONMENT` is what Flux decrypts, and builds without a key, too. `secrets/ENVIRONMENT/ksops` is the same for
Argo CD, whose kustomize runs KSOPS. It lies below, where neither a build of the folder above nor Flux looks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.catalog.load import PLATFORM_FILE
from generator.json_types import JsonMap
from generator.resources import NO_SUBSTITUTION
from generator.secrets.file import FOLDER, SUFFIX
from generator.tree.layout import Files
from generator.tree.ownership import KUSTOMIZATION, stamped
from generator.tree.yaml_writer import dump

KSOPS = "ksops"
"""The folder of the variant, and the program that it runs (https://github.com/viaduct-ai/kustomize-sops)."""

GENERATOR = "generator.yaml"

_FUNCTION = f"exec:\n  path: {KSOPS}\n"


def files(environment: str, paths: Sequence[str], namespace: str, labels: Mapping[str, str]) -> Files:
    """`paths` are those of its encrypted files; without any there is nothing to build."""
    if not paths:
        return {}
    folder = f"{FOLDER}/{environment}"
    # A service's own Secret before its further ones.
    names = [
        f"{stem}{SUFFIX}" for stem in sorted(path.removeprefix(f"{folder}/").removesuffix(SUFFIX) for path in paths)
    ]
    documents = {
        f"{folder}/{KUSTOMIZATION}": _kustomization("resources", names, namespace, labels),
        f"{folder}/{KSOPS}/{KUSTOMIZATION}": _kustomization("generators", [GENERATOR], namespace, labels),
        f"{folder}/{KSOPS}/{GENERATOR}": _generator(names),
    }
    return {path: stamped(dump(document), PLATFORM_FILE) for path, document in documents.items()}


def _kustomization(field: str, entries: list[str], namespace: str, labels: Mapping[str, str]) -> JsonMap:
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": namespace,
        field: entries,
        # Flux substitutes variables in what it has decrypted, so a `${...}` in a password would not reach the cluster.
        "commonAnnotations": NO_SUBSTITUTION,
        **({"labels": [{"pairs": dict(labels)}]} if labels else {}),
        "sortOptions": {"order": "fifo"},
    }


def _generator(names: list[str]) -> JsonMap:
    """What KSOPS reads. It runs in the folder of the kustomization, and is not bound by what that may load."""
    return {
        "apiVersion": "viaduct.ai/v1",
        "kind": KSOPS,
        "metadata": {"name": FOLDER, "annotations": {"config.kubernetes.io/function": _FUNCTION}},
        "files": [f"../{name}" for name in names],
    }
