"""events.k8s.io."""

from generator.checks.admission.types.events import event

TYPES = (event,)
