"""v1."""

from generator.checks.admission.types.core import container_port

TYPES = (container_port,)
