"""CustomResourceSubresourceScale: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/"""

from __future__ import annotations

from generator.checks.admission.field import Constraint, Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

TYPE = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale"


def _below(*parents: str) -> Constraint:
    def check(value: Json) -> Wrong | None:
        expected = f"a path below {' or '.join(parents)}, without brackets"
        right = "[" not in value and value.startswith(tuple(f"{parent}." for parent in parents))
        return None if right else malformed(value, expected, f"write it as {parents[0]}.replicas")

    return check


FIELDS = {
    "specReplicasPath": Field(_below(".spec"), required=True),
    "statusReplicasPath": Field(_below(".status"), required=True),
    "labelSelectorPath": Field(_below(".status", ".spec")),
}
