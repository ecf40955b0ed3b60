"""Work that ends: fields of a Job and of the CronJob that makes Jobs."""

from __future__ import annotations

from generator.language.types import Field, boolean, enum, integer, kubernetes, string

JOB_KINDS = ("Job", "CronJob", "ScaledJob")

CRON_FIELDS = (
    Field("schedule", string("cron"), "CronJob: when it runs, as five cron fields or a macro.", "*/15 * * * *"),
    Field("timeZone", string("time-zone"), "CronJob: the time zone of the schedule.", "Europe/Berlin"),
    Field(
        "concurrencyPolicy",
        enum("Allow", "Forbid", "Replace"),
        "CronJob: what happens when the last run has not ended.",
        "Forbid",
    ),
    Field("startingDeadlineSeconds", integer(), "CronJob: how late a missed run may still start.", 300),
    Field("successfulJobsHistoryLimit", integer(), "CronJob and ScaledJob: how many finished Jobs are kept.", 1),
    Field("failedJobsHistoryLimit", integer(), "CronJob and ScaledJob: how many failed Jobs are kept.", 3),
)

JOB_FIELDS = (
    Field("activeDeadlineSeconds", integer(1), "Job: how long it may run in all.", 3600),
    Field("backoffLimit", integer(), "Job: how often pods are tried again.", 2),
    Field("completions", integer(), "Job: how many pods must succeed.", 5),
    Field("parallelism", integer(), "Job: how many pods run at once.", 2),
    Field("completionMode", enum("NonIndexed", "Indexed"), "Job: whether each pod has an index.", "Indexed"),
    Field("ttlSecondsAfterFinished", integer(), "Job: when a finished Job is removed.", 86400),
    Field("podFailurePolicy", kubernetes("PodFailurePolicy"), "Job: which failures count.", {"rules": []}),
    Field("podReplacementPolicy", enum("TerminatingOrFailed", "Failed"), "Job: when a pod is replaced.", "Failed"),
    Field("backoffLimitPerIndex", integer(), "Job: how often each index is tried again.", 1),
    Field("maxFailedIndexes", integer(), "Job: how many indexes may fail.", 3),
)

FIELDS = (
    *CRON_FIELDS,
    *JOB_FIELDS,
    Field("suspend", boolean(), "Job and CronJob: whether it waits.", True),
    Field(
        "restartPolicy",
        enum("Always", "OnFailure", "Never"),
        "Whether the node restarts containers that end; `OnFailure` for a Job, CronJob or ScaledJob.",
        "Never",
    ),
    Field(
        "containerRestartPolicy",
        enum("Always", "OnFailure", "Never"),
        "Whether the node restarts the main container, where that differs from the pod's `restartPolicy`; "
        "`restartPolicyRules` make exceptions by exit code.",
        "Never",
    ),
)
