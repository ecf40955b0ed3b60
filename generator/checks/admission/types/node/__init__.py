"""node.k8s.io/v1."""

from generator.checks.admission.types.node import overhead, runtime_class, scheduling

TYPES = (overhead, runtime_class, scheduling)
