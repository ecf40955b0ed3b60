"""apps/v1."""

from generator.checks.admission.types.apps import (
    deployment,
    deployment_spec,
    deployment_strategy,
    rolling_update_deployment,
)

TYPES = (deployment, deployment_spec, deployment_strategy, rolling_update_deployment)
