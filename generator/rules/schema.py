"""What the schema of a manifest's kind finds, or why there was nothing that could judge it."""

from __future__ import annotations

from generator.rules.rule import Rule

_OBJECTS = "https://kubernetes.io/docs/concepts/overview/working-with-objects/"
_CRD = "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/"
_KUSTOMIZE = "https://kubernetes.io/docs/tasks/manage-kubernetes-objects/kustomization/"

RULES = (
    Rule("wrong-value", "schema", "A value that the schema of its kind does not allow.", _OBJECTS),
    Rule("missing-schema", "schema", "A kind of which there is no schema, so that nothing judges it.", _CRD),
    Rule("too-deep", "schema", "Values nested more deeply than can be judged.", _OBJECTS),
    Rule("unchecked-manifest", "schema", "A manifest that was given to the check and not judged by it.", _OBJECTS),
    Rule("unreadable-manifest", "schema", "A document that is no YAML, or no object of Kubernetes.", _OBJECTS),
    Rule("unbuildable-kustomization", "schema", "A kustomization that kustomize does not build.", _KUSTOMIZE),
    Rule("unbuildable-overlay", "schema", "A generated overlay that kustomize does not build.", _KUSTOMIZE),
)
