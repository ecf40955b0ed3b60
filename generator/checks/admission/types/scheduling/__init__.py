"""scheduling.k8s.io/v1."""

from generator.checks.admission.types.scheduling import priority_class

TYPES = (priority_class,)
