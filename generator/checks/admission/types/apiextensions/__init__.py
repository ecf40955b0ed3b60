"""apiextensions.k8s.io/v1."""

from generator.checks.admission.types.apiextensions import (
    custom_resource_column_definition,
    custom_resource_conversion,
    custom_resource_definition,
    custom_resource_definition_names,
    custom_resource_definition_spec,
    custom_resource_definition_version,
    custom_resource_subresource_scale,
)

TYPES = (
    custom_resource_column_definition,
    custom_resource_conversion,
    custom_resource_definition,
    custom_resource_definition_names,
    custom_resource_definition_spec,
    custom_resource_definition_version,
    custom_resource_subresource_scale,
)
