"""Further workloads of the service, beside its main one."""

from __future__ import annotations

from generator.language.types import Field, Reach, map_of

WORKLOAD = {"x-layer": "workload"}
"""Stands for the fields that a workload can have: those of a service but `Reach.SERVICE`, and `profiles`."""

OWN_FIELDS_OF_KUBERNETES = frozenset(
    "args command hostname hostnameOverride lifecycle resizePolicy restartPolicyRules stdin stdinOnce subdomain tty "
    "volumeDevices paused progressDeadlineAbort rollbackWindow ordinals managedBy manualSelector scheduling "
    "successPolicy".split()
)
"""Fields of Kubernetes' own, taken under their own names, that a workload says for itself: those of its spec, and some
of its pod and container."""

FIELDS = (
    Field(
        "workloads",
        map_of(WORKLOAD, "dns-label"),
        "More workloads of the same service, by name: a worker, a migration job. Each takes the fields of a service, "
        "and starts from what the service shares: image, environment, configuration, secrets, volumes, size, security "
        "and scheduling. Ports, probes, commands, replicas and the like are its own. It is called `SERVICE-NAME`, and "
        "told apart by the label `app.kubernetes.io/component`.",
        {
            "worker": {"args": ["worker"], "replicas": 2},
            "migrate": {"kind": "Job", "args": ["migrate"], "size": "large"},
        },
        reach=Reach.SERVICE,
    ),
)
