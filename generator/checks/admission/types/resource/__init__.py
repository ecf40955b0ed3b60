"""resource.k8s.io: classes of devices and claims to them."""

from generator.checks.admission.types.resource import (
    device_claim,
    device_class_spec,
    device_configuration,
    device_request,
    device_selector,
    device_sub_request,
    exact_device_request,
    opaque_device_configuration,
    resource_claim,
    resource_claim_template_spec,
)

TYPES = (
    device_claim,
    device_class_spec,
    device_configuration,
    device_request,
    device_selector,
    device_sub_request,
    exact_device_request,
    opaque_device_configuration,
    resource_claim,
    resource_claim_template_spec,
)
