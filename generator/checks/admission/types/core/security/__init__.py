"""What a pod and its containers may do on their node."""

from generator.checks.admission.types.core.security import (
    app_armor_profile,
    pod_security_context,
    seccomp_profile,
    security_context,
    sysctl,
    windows_security_context_options,
)

TYPES = (
    app_armor_profile,
    pod_security_context,
    seccomp_profile,
    security_context,
    sysctl,
    windows_security_context_options,
)
