"""resource.k8s.io: only what a server fills in."""

from generator.checks.admission.types.resource import device_sub_request, exact_device_request

TYPES = (device_sub_request, exact_device_request)
