"""PodSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec

The same in every kind that has pods: a Pod, a PodTemplate, and the template of each workload.
"""

from __future__ import annotations

from generator.checks.admission.field import Fields, Rule

TYPE = "io.k8s.api.core.v1.PodSpec"

FIELDS: Fields = {}

RULES: tuple[Rule, ...] = ()
