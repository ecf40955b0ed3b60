"""NamespaceSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/#NamespaceSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.core.v1.NamespaceSpec"

FIELDS = {"finalizers": Field(items=metadata.finalizer)}
