"""JobTemplateSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/#CronJobSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.batch.v1.JobTemplateSpec"

FIELDS = {"spec": Field(required=True)}
