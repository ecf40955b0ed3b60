"""HTTPIngressRuleValue: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.networking.v1.HTTPIngressRuleValue"

FIELDS = {"paths": Field(required=True)}
