"""StatefulSetOrdinals: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.apps.v1.StatefulSetOrdinals"

FIELDS = {"start": Field(not_negative)}
