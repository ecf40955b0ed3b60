"""v1."""

from generator.checks.admission.types.core import (
    container_port,
    pod_spec,
)

TYPES = (
    container_port,
    pod_spec,
)
