"""discovery.k8s.io."""

from generator.checks.admission.types.discovery import endpoint, endpoint_hints, endpoint_port, endpoint_slice

TYPES = (endpoint, endpoint_hints, endpoint_port, endpoint_slice)
