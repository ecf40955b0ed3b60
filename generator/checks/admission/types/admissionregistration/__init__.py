"""admissionregistration.k8s.io: webhooks and policies."""

from generator.checks.admission.types.admissionregistration import (
    mutating_webhook,
    rule_with_operations,
    service_reference,
    validating_admission_policy_binding_spec,
    validating_admission_policy_spec,
    validating_webhook,
    webhook_client_config,
    webhook_configuration,
)

TYPES = (
    mutating_webhook,
    rule_with_operations,
    service_reference,
    validating_admission_policy_binding_spec,
    validating_admission_policy_spec,
    validating_webhook,
    webhook_client_config,
    webhook_configuration,
)
