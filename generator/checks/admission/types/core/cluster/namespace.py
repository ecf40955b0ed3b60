"""Namespace: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.Namespace"

FIELDS = {"status": IGNORED}

_LEVELS = ("privileged", "baseline", "restricted")
_VERSION = re.compile(r"latest|v1\.(?:0|[1-9][0-9]*)")


def pod_security(namespace: JsonMap) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces"""
    labels = (namespace.get("metadata") or {}).get("labels") or {}
    for mode in ("enforce", "audit", "warn"):
        key = f"pod-security.kubernetes.io/{mode}"
        if key in labels and (level := labels[key] or "") not in _LEVELS:
            yield unsupported(level, _LEVELS).below("metadata", "labels", key)
        version = labels.get(f"{key}-version", "latest") or ""
        if not _VERSION.fullmatch(version):
            wrong = malformed(version, "latest, or a version such as v1.36", "write it like that")
            yield wrong.below("metadata", "labels", f"{key}-version")


_OWN_NAME = ("metadata", "labels", "kubernetes.io/metadata.name")
_metadata = metadata.named(formats.dns_label)


def own_metadata(namespace: JsonMap) -> Iterator[Wrong]:
    """Whatever the label with its name says, the server writes it anew."""
    yield from (wrong for wrong in _metadata(namespace) if wrong.path != _OWN_NAME)


RULES = (own_metadata, pod_security)
