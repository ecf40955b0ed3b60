"""What annotations tell a GitOps controller to do with an object."""

from __future__ import annotations

from generator.checks.update.change import at
from generator.json_types import JsonMap

_OPTIONS = "argocd.argoproj.io/sync-options"


def is_kept(manifest: JsonMap) -> bool:
    """Whether it stays when it is no longer declared.

    https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources
    https://fluxcd.io/flux/components/kustomize/kustomizations/#prune
    """
    return (
        "prune=false" in _text(manifest, _OPTIONS)
        or _text(manifest, "kustomize.toolkit.fluxcd.io/prune") == "disabled"
        or _text(manifest, "helm.sh/resource-policy") == "keep"
    )


def is_recreated(manifest: JsonMap) -> bool:
    """Whether it is deleted and created again where a change is refused.

    https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#force-sync
    https://fluxcd.io/flux/components/kustomize/kustomizations/#force
    """
    return (
        "force=true" in _text(manifest, _OPTIONS) or _text(manifest, "kustomize.toolkit.fluxcd.io/force") == "enabled"
    )


def _text(manifest: JsonMap, annotation: str) -> str:
    return str(at(manifest, ("metadata", "annotations", annotation))).lower()
