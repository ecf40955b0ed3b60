"""DeviceTaintRuleSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/device-taint-rule-v1beta2/"""

from __future__ import annotations

from generator.checks.admission.field import Field

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceTaintRuleSpec"

ALSO = (f"{_GROUP}.v1alpha3.DeviceTaintRuleSpec", f"{_GROUP}.v1beta2.DeviceTaintRuleSpec")

FIELDS = {"taint": Field(required=True)}
