"""ConfigMap and Secret."""

from generator.checks.admission.types.core.configuration import config_map, secret

TYPES = (config_map, secret)
