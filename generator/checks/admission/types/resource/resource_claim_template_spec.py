"""ResourceClaimTemplateSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-template-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.ResourceClaimTemplateSpec"

ALSO = (f"{_GROUP}.v1beta1.ResourceClaimTemplateSpec", f"{_GROUP}.v1beta2.ResourceClaimTemplateSpec")


def labels_of_claims(spec: JsonMap) -> Iterator[Wrong]:
    own = spec.get("metadata") or {}
    yield from (wrong.below("metadata") for wrong in (*metadata.own_labels(own), *metadata.own_annotations(own)))


RULES = (labels_of_claims,)
