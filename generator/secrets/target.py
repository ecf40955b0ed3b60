"""The encrypted files of an environment -> the kustomization that builds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.tree.layout import Files
from generator.tree.ownership import stamped
from generator.tree.yaml_writer import dump


def files(environment: str, paths: Sequence[str], namespace: str, labels: Mapping[str, str]) -> Files:
    if not paths:
        return {}
    names = [path.rsplit("/", 1)[1] for path in paths]
    doc = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": namespace,
        "resources": names,
    }
    return {f"secrets/{environment}/kustomization.yaml": stamped(dump(doc), "catalog/platform.yaml")}
