"""A pod or a manifest -> what is bad about it although a cluster takes it. One rule a file.

Each module has

- RULE, the name of its rule, which `generator.rules.policy` weighs;
- problems, of a pod, or of a manifest where the module has KINDS (None for those of every kind);
- COVERED_BY, the Pod Security Standard that says the same: where it is asked for, the rule is silent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import ModuleType

from msgspec import Struct

from generator.checks.policy.lint.access import (
    access_to_create_pods,
    access_to_exec,
    access_to_secrets,
    anonymous_binding,
    cluster_admin_binding,
    escalating_role,
    wildcard_in_role,
)
from generator.checks.policy.lint.availability import (
    low_autoscaler_minimum,
    missing_eviction_policy,
    missing_priority_class,
    no_history,
    recreated_pods,
    single_replica,
    unspread_pods,
)
from generator.checks.policy.lint.images import (
    foreign_registry,
    latest_tag,
    never_pulled_image,
    unpinned_image,
)
from generator.checks.policy.lint.jobs import (
    missing_job_deadline,
    missing_job_ttl,
    missing_starting_deadline,
    overlapping_runs,
)
from generator.checks.policy.lint.metadata import (
    default_namespace,
    missing_annotation,
    missing_label,
)
from generator.checks.policy.lint.network import (
    catch_all_ingress,
    exposed_service,
    ingress_snippet,
    privileged_port,
    ssh_port,
    unencrypted_ingress,
)
from generator.checks.policy.lint.probes import (
    identical_probes,
    missing_liveness_probe,
    missing_readiness_probe,
)
from generator.checks.policy.lint.resources import (
    missing_cpu_limit,
    missing_cpu_request,
    missing_memory_limit,
    missing_memory_request,
    missing_storage_limit,
    unlimited_empty_dir,
)
from generator.checks.policy.lint.security import (
    dangerous_capability,
    default_service_account,
    host_namespace,
    host_port,
    kept_capabilities,
    missing_seccomp_profile,
    mounted_token,
    privilege_escalation,
    privileged_container,
    root_user,
    runtime_socket,
    secret_in_environment,
    secret_in_variable,
    sensitive_host_path,
    shared_process_namespace,
    unmasked_proc,
    unsafe_sysctl,
    writable_host_path,
    writable_root_filesystem,
)

OF_PODS: tuple[ModuleType, ...] = (
    dangerous_capability,
    default_service_account,
    host_namespace,
    host_port,
    kept_capabilities,
    missing_seccomp_profile,
    mounted_token,
    privilege_escalation,
    privileged_container,
    root_user,
    runtime_socket,
    secret_in_environment,
    secret_in_variable,
    sensitive_host_path,
    shared_process_namespace,
    unmasked_proc,
    unsafe_sysctl,
    writable_host_path,
    writable_root_filesystem,
    foreign_registry,
    latest_tag,
    never_pulled_image,
    unpinned_image,
    missing_cpu_limit,
    missing_cpu_request,
    missing_memory_limit,
    missing_memory_request,
    missing_storage_limit,
    unlimited_empty_dir,
    identical_probes,
    missing_liveness_probe,
    missing_readiness_probe,
    missing_priority_class,
    no_history,
    recreated_pods,
    single_replica,
    unspread_pods,
    privileged_port,
    ssh_port,
)

OF_MANIFESTS: tuple[ModuleType, ...] = (
    low_autoscaler_minimum,
    missing_eviction_policy,
    missing_job_deadline,
    missing_job_ttl,
    missing_starting_deadline,
    overlapping_runs,
    catch_all_ingress,
    exposed_service,
    ingress_snippet,
    unencrypted_ingress,
    access_to_create_pods,
    access_to_exec,
    access_to_secrets,
    anonymous_binding,
    cluster_admin_binding,
    escalating_role,
    wildcard_in_role,
    default_namespace,
    missing_annotation,
    missing_label,
)

_LEVELS = {"": (), "baseline": ("baseline",), "restricted": ("baseline", "restricted")}


class Active(Struct, frozen=True):
    """The modules whose rules are asked for."""

    of_pods: Sequence[ModuleType]
    of_manifests: Sequence[ModuleType]

    @classmethod
    def of(cls, rules: Collection[str], level: str) -> Active:
        """`level` is the Pod Security Standard that is asked for, too; empty where none is."""
        covered = _LEVELS.get(level, ())
        own = [module for module in OF_PODS if getattr(module, "COVERED_BY", None) not in covered]
        return cls(
            [module for module in own if module.RULE in rules],
            [module for module in OF_MANIFESTS if module.RULE in rules],
        )
