"""PodAffinityTerm: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodAffinity"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.scheduling import label_keys

TYPE = "io.k8s.api.core.v1.PodAffinityTerm"

FIELDS = {
    "topologyKey": Field(formats.qualified_name, required=True),
    "namespaces": Field(items=formats.dns_label),
    "matchLabelKeys": Field(items=formats.qualified_name),
    "mismatchLabelKeys": Field(items=formats.qualified_name),
}

RULES = (label_keys.need_selector, label_keys.not_twice, label_keys.not_both)
