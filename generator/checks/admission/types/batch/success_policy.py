"""SuccessPolicy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.formats import size

TYPE = "io.k8s.api.batch.v1.SuccessPolicy"

FIELDS = {"rules": Field(size(20, "rules"), required=True)}
