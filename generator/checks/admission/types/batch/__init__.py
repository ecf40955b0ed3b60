"""batch/v1."""

from generator.checks.admission.types.batch import (
    cron_job,
    cron_job_spec,
    job,
    job_spec,
    job_template_spec,
    pod_failure_policy,
    pod_failure_policy_on_exit_codes,
    pod_failure_policy_on_pod_conditions,
    pod_failure_policy_rule,
    success_policy,
    success_policy_rule,
)

TYPES = (
    cron_job,
    cron_job_spec,
    job,
    job_spec,
    job_template_spec,
    pod_failure_policy,
    pod_failure_policy_on_exit_codes,
    pod_failure_policy_on_pod_conditions,
    pod_failure_policy_rule,
    success_policy,
    success_policy_rule,
)
