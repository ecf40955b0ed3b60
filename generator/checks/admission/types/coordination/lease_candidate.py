"""LeaseCandidate: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-candidate-v1beta1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.coordination.v1beta1.LeaseCandidate"

ALSO = ("io.k8s.api.coordination.v1alpha2.LeaseCandidate",)

RULES = (metadata.named(formats.key_of_data, any_finalizer=True),)
