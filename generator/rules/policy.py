"""What the platform does not want, although a cluster would take it."""

from __future__ import annotations

from generator.findings import Severity
from generator.rules.rule import Rule

_STANDARDS = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"
_CONTEXT = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"
_RESOURCES = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"
_PROBES = "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"
_IMAGES = "https://kubernetes.io/docs/concepts/containers/images/"
_RBAC = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/"
_ACCOUNTS = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"
_HOST_PATH = "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"
_INGRESS = "https://kubernetes.io/docs/concepts/services-networking/ingress/"
_CRON = "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/"
_WAIVERS = "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"
_DEPLOYMENT = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"


def _standard(check: str, summary: str, since: str = "") -> Rule:
    return Rule(f"pod-security-{check}", "policy", summary, _STANDARDS, since=since)


def _bad(name: str, severity: Severity, summary: str, source: str) -> Rule:
    return Rule(name, "policy", summary, source, severity)


def _wanted(name: str, severity: Severity, summary: str, source: str) -> Rule:
    return Rule(name, "policy", summary, source, severity, tier="recommended")


def _fine(name: str, severity: Severity, summary: str, source: str) -> Rule:
    return Rule(name, "policy", summary, source, severity, tier="all")


RULES = (
    _standard("privileged", "A privileged container."),
    _standard("host-namespaces", "A pod that shares its node's network, processes or memory."),
    _standard("host-path-volumes", "A volume that is a path of the node."),
    _standard("host-ports", "A container that takes a port of its node."),
    _standard("host-probes-and-host-lifecycle", "A probe or hook that makes the node ask another host.", "1.34"),
    _standard("capabilities-baseline", "A capability that containers do not have by default."),
    _standard("proc-mount", "A /proc that hides nothing."),
    _standard("se-linux-options", "An SELinux type, user or role that containers do not have."),
    _standard("seccomp-profile-baseline", "A container without a filter of system calls, on purpose."),
    _standard("app-armor-profile", "A container without an AppArmor profile, on purpose."),
    _standard("sysctls", "A kernel parameter that is not the pod's own."),
    _standard("windows-host-process", "A Windows pod with the rights of its node."),
    _standard("restricted-volumes", "A volume that is neither storage of the cluster nor data of the pod."),
    _standard("allow-privilege-escalation", "A container whose processes can get more rights."),
    _standard("run-as-non-root", "A container that may run as root."),
    _standard("run-as-user", "A container that is told to run as root."),
    _standard("seccomp-profile-restricted", "A container without a filter of system calls."),
    _standard("capabilities-restricted", "A container that keeps capabilities, or adds one."),
    _standard("proc-mount-restricted", "A /proc that hides nothing, even with users of its own.", "1.35"),
    _bad("privileged-container", "error", "A container with all rights on its node.", _CONTEXT),
    _bad("runtime-socket", "error", "The socket of the container runtime in a pod.", _HOST_PATH),
    _bad("sensitive-host-path", "error", "A path of the node that lets a pod take it over.", _HOST_PATH),
    _bad("dangerous-capability", "error", "A capability that is as good as root on the node.", _CONTEXT),
    _bad("host-namespace", "warning", "A pod that shares a namespace of its node.", _STANDARDS),
    _bad("writable-host-path", "warning", "Files of the node that a container may write.", _HOST_PATH),
    _bad("host-port", "warning", "A port of the node that a container takes.", _STANDARDS),
    _bad("unsafe-sysctl", "warning", "A kernel parameter that is not a pod's own.", _STANDARDS),
    _bad("unmasked-proc", "warning", "A /proc that hides nothing of the node.", _CONTEXT),
    _wanted("root-user", "warning", "A container that may run as root.", _CONTEXT),
    _wanted("privilege-escalation", "warning", "A container whose processes can get more rights.", _CONTEXT),
    _wanted("kept-capabilities", "warning", "A container that keeps NET_RAW and other capabilities.", _CONTEXT),
    _wanted("writable-root-filesystem", "warning", "A container that can change its own programs.", _CONTEXT),
    _wanted("missing-seccomp-profile", "info", "A container without a filter of system calls.", _STANDARDS),
    _fine("shared-process-namespace", "info", "Containers that see one another's processes.", _STANDARDS),
    _wanted("default-service-account", "warning", "A token of the default ServiceAccount in a pod.", _ACCOUNTS),
    _fine("mounted-token", "info", "A token for the API server in a pod.", _ACCOUNTS),
    _bad(
        "secret-in-environment",
        "warning",
        "A variable with the name of a secret, in the clear.",
        "https://kubernetes.io/docs/concepts/configuration/secret/",
    ),
    _fine(
        "secret-in-variable",
        "info",
        "A Secret as an environment variable.",
        "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    ),
    _wanted("latest-tag", "warning", "An image without a version.", _IMAGES),
    _fine("unpinned-image", "info", "An image without a digest.", _IMAGES),
    _bad("foreign-registry", "error", "An image of a registry that the platform does not allow.", _IMAGES),
    _bad("never-pulled-image", "warning", "An image that has to be on the node already.", _IMAGES),
    _wanted("missing-cpu-request", "warning", "A container without a CPU request.", _RESOURCES),
    _wanted("missing-memory-request", "warning", "A container without a memory request.", _RESOURCES),
    _wanted("missing-memory-limit", "warning", "A container that can use up its node's memory.", _RESOURCES),
    _fine("missing-cpu-limit", "info", "A container that can use all CPUs of its node.", _RESOURCES),
    _fine("missing-storage-limit", "info", "A container that can fill its node's disk.", _RESOURCES),
    _fine("unlimited-empty-dir", "info", "An emptyDir that can fill its node's disk.", _RESOURCES),
    _wanted("missing-readiness-probe", "warning", "A container that gets requests before it can answer.", _PROBES),
    _fine("missing-liveness-probe", "info", "A container that nobody restarts when it hangs.", _PROBES),
    _fine("identical-probes", "info", "A liveness probe that is the readiness probe.", _PROBES),
    _wanted("single-replica", "warning", "Fewer pods than the platform wants.", _DEPLOYMENT),
    _fine("low-autoscaler-minimum", "info", "An autoscaler with fewer pods than the platform wants.", _DEPLOYMENT),
    _wanted(
        "unspread-pods",
        "warning",
        "Pods that may all be on one node.",
        "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    ),
    _fine("recreated-pods", "info", "A rollout that ends all pods first.", f"{_DEPLOYMENT}#recreate-deployment"),
    _fine(
        "missing-priority-class",
        "info",
        "A pod that any other may push away.",
        "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/",
    ),
    _bad("no-history", "warning", "A workload that cannot be rolled back.", f"{_DEPLOYMENT}#clean-up-policy"),
    _fine(
        "missing-eviction-policy",
        "info",
        "A budget that protects pods which do not work.",
        "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy",
    ),
    _wanted("overlapping-runs", "info", "A CronJob that does not say whether runs may overlap.", _CRON),
    _wanted("missing-starting-deadline", "info", "A CronJob that an outage can stop for ever.", _CRON),
    _wanted(
        "missing-job-ttl",
        "info",
        "A finished Job that stays.",
        "https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/",
    ),
    _fine(
        "missing-job-deadline",
        "info",
        "A Job that may run for ever.",
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup",
    ),
    _bad(
        "ssh-port",
        "warning",
        "A container that is logged into.",
        "https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/",
    ),
    _fine("privileged-port", "info", "A port below 1024.", _CONTEXT),
    _fine(
        "exposed-service",
        "info",
        "A Service that can be reached from outside.",
        "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
    ),
    _wanted("unencrypted-ingress", "warning", "An Ingress without TLS.", f"{_INGRESS}#tls"),
    _bad("catch-all-ingress", "warning", "An Ingress for every host.", f"{_INGRESS}#ingress-rules"),
    _bad(
        "ingress-snippet",
        "warning",
        "Configuration of nginx in an annotation.",
        "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/",
    ),
    _bad("wildcard-in-role", "warning", "A role for everything.", _RBAC),
    _bad("cluster-admin-binding", "error", "Somebody who may do everything.", _RBAC),
    _bad("anonymous-binding", "error", "A role for those whom nobody knows.", _RBAC),
    _bad("escalating-role", "warning", "A role with which its holder gets any other.", _RBAC),
    _wanted("access-to-secrets", "warning", "A role that reads all Secrets.", _RBAC),
    _fine("access-to-create-pods", "warning", "A role that starts pods.", _RBAC),
    _fine("access-to-exec", "warning", "A role that gets into running pods.", _RBAC),
    _fine(
        "default-namespace",
        "info",
        "An object in the namespace default.",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    ),
    _bad(
        "missing-label",
        "warning",
        "A label that the platform asks for.",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
    ),
    _bad(
        "missing-annotation",
        "warning",
        "An annotation that the platform asks for.",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
    ),
    _bad("expired-waiver", "error", "A waiver whose last day is over.", _WAIVERS),
    _bad("unused-waiver", "warning", "A waiver that excuses nothing.", _WAIVERS),
    _bad("unreadable-waiver", "error", "An annotation that should be a waiver and is none.", _WAIVERS),
)
