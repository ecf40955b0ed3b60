"""What a version of Kubernetes has no more, not yet, or not for long."""

from __future__ import annotations

from generator.rules.rule import Rule

_GUIDE = "https://kubernetes.io/docs/reference/using-api/deprecation-guide/"
_POLICY = "https://kubernetes.io/docs/reference/using-api/deprecation-policy/"
_KEYS = "https://kubernetes.io/docs/reference/labels-annotations-taints/"

RULES = (
    Rule("removed-api-version", "lifecycle", "An API version that the cluster has no more.", _GUIDE),
    Rule("api-version-not-yet-served", "lifecycle", "An API version that a later Kubernetes brings.", _GUIDE),
    Rule("removed-in-next-version", "lifecycle", "An API version that the next upgrade takes away.", _GUIDE, "warning"),
    Rule("deprecated-api-version", "lifecycle", "An API version in whose place there is another.", _POLICY, "warning"),
    Rule("removed-feature", "lifecycle", "A field or annotation that does nothing any more.", _KEYS, "warning"),
    Rule("deprecated-field", "lifecycle", "A field or annotation that is deprecated.", _KEYS, "warning"),
)
