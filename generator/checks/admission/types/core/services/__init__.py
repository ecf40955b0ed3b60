"""Service, and the Endpoints of one."""

from generator.checks.admission.types.core.services import (
    client_ip_config,
    endpoint_address,
    endpoint_port,
    endpoint_subset,
    endpoints,
    service,
    service_port,
    service_spec,
)

TYPES = (
    client_ip_config,
    endpoint_address,
    endpoint_port,
    endpoint_subset,
    endpoints,
    service,
    service_port,
    service_spec,
)
