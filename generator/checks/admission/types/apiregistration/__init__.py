"""apiregistration.k8s.io."""

from generator.checks.admission.types.apiregistration import api_service, api_service_spec, service_reference

TYPES = (api_service, api_service_spec, service_reference)
