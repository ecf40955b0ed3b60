"""DeviceSelector: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from generator.checks.admission.types.resource import selectors

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceSelector"

ALSO = (f"{_GROUP}.v1beta1.DeviceSelector", f"{_GROUP}.v1beta2.DeviceSelector")

RULES = (selectors.CHOOSES,)
