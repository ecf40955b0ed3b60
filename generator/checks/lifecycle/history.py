"""API versions that Kubernetes has removed or deprecated, and those that are off unless somebody switches them on.

What was removed before the oldest version that there are definitions of is a table; everything later follows from the
definitions themselves. https://kubernetes.io/docs/reference/using-api/deprecation-guide/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from msgspec import Struct

from generator.schemas.kubernetes import kind_file
from generator.schemas.locations import kinds, schemas_dir, versions

Minor = tuple[int, int]

_TABLE = """
extensions/v1beta1 Deployment,DaemonSet,ReplicaSet 1.16 apps/v1
extensions/v1beta1 NetworkPolicy 1.16 networking.k8s.io/v1
extensions/v1beta1 PodSecurityPolicy 1.16 -
extensions/v1beta1 Ingress 1.22 networking.k8s.io/v1
apps/v1beta1 Deployment,StatefulSet,ControllerRevision 1.16 apps/v1
apps/v1beta2 Deployment,StatefulSet,DaemonSet,ReplicaSet,ControllerRevision 1.16 apps/v1
settings.k8s.io/v1alpha1 PodPreset 1.20 -
batch/v2alpha1 CronJob 1.21 batch/v1
admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration,ValidatingWebhookConfiguration 1.22 admissionregistration.k8s.io/v1
apiextensions.k8s.io/v1beta1 CustomResourceDefinition 1.22 apiextensions.k8s.io/v1
apiregistration.k8s.io/v1beta1 APIService 1.22 apiregistration.k8s.io/v1
authentication.k8s.io/v1beta1 TokenReview 1.22 authentication.k8s.io/v1
authorization.k8s.io/v1beta1 LocalSubjectAccessReview,SelfSubjectAccessReview,SubjectAccessReview,SelfSubjectRulesReview 1.22 authorization.k8s.io/v1
certificates.k8s.io/v1beta1 CertificateSigningRequest 1.22 certificates.k8s.io/v1
coordination.k8s.io/v1beta1 Lease 1.22 coordination.k8s.io/v1
networking.k8s.io/v1beta1 Ingress,IngressClass 1.22 networking.k8s.io/v1
rbac.authorization.k8s.io/v1alpha1 ClusterRole,ClusterRoleBinding,Role,RoleBinding 1.22 rbac.authorization.k8s.io/v1
rbac.authorization.k8s.io/v1beta1 ClusterRole,ClusterRoleBinding,Role,RoleBinding 1.22 rbac.authorization.k8s.io/v1
scheduling.k8s.io/v1alpha1 PriorityClass 1.22 scheduling.k8s.io/v1
scheduling.k8s.io/v1beta1 PriorityClass 1.22 scheduling.k8s.io/v1
storage.k8s.io/v1alpha1 VolumeAttachment 1.22 storage.k8s.io/v1
storage.k8s.io/v1beta1 CSIDriver,CSINode,StorageClass,VolumeAttachment 1.22 storage.k8s.io/v1
batch/v1beta1 CronJob 1.25 batch/v1
discovery.k8s.io/v1beta1 EndpointSlice 1.25 discovery.k8s.io/v1
events.k8s.io/v1beta1 Event 1.25 events.k8s.io/v1
autoscaling/v2beta1 HorizontalPodAutoscaler 1.25 autoscaling/v2
policy/v1beta1 PodDisruptionBudget 1.25 policy/v1
policy/v1beta1 PodSecurityPolicy 1.25 -
node.k8s.io/v1alpha1 RuntimeClass 1.24 node.k8s.io/v1
node.k8s.io/v1beta1 RuntimeClass 1.25 node.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1alpha1 FlowSchema,PriorityLevelConfiguration 1.24 flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema,PriorityLevelConfiguration 1.26 flowcontrol.apiserver.k8s.io/v1
autoscaling/v2beta2 HorizontalPodAutoscaler 1.26 autoscaling/v2
storage.k8s.io/v1alpha1 CSIStorageCapacity 1.24 storage.k8s.io/v1
storage.k8s.io/v1beta1 CSIStorageCapacity 1.27 storage.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema,PriorityLevelConfiguration 1.29 flowcontrol.apiserver.k8s.io/v1
authentication.k8s.io/v1alpha1 SelfSubjectReview 1.30 authentication.k8s.io/v1
admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicy,ValidatingAdmissionPolicyBinding 1.32 admissionregistration.k8s.io/v1
resource.k8s.io/v1alpha1 PodScheduling,ResourceClaim,ResourceClaimTemplate,ResourceClass 1.27 resource.k8s.io/v1
resource.k8s.io/v1alpha2 ResourceClaim,ResourceClaimTemplate,ResourceSlice 1.31 resource.k8s.io/v1
resource.k8s.io/v1alpha2 PodSchedulingContext,ResourceClass,ResourceClaimParameters,ResourceClassParameters 1.31 -
networking.k8s.io/v1alpha1 ClusterCIDR 1.29 -
networking.k8s.io/v1alpha1 IPAddress,ServiceCIDR 1.32 networking.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema,PriorityLevelConfiguration 1.32 flowcontrol.apiserver.k8s.io/v1
"""  # noqa: E501

_DEPRECATED: Mapping[tuple[str, str], tuple[Minor, str]] = {
    ("v1", "ComponentStatus"): ((1, 19), ""),
    ("v1", "Endpoints"): ((1, 33), "discovery.k8s.io/v1 EndpointSlice"),
}
"""Those that are there for ever, though nobody should write them: since when, and what to write."""


class Removed(Struct, frozen=True):
    minor: str
    """The first version without it."""
    instead: str
    """The API version of the same kind that there is; empty where there is none."""


@cache
def _told() -> Mapping[tuple[str, str], Removed]:
    found = {}
    for line in _TABLE.strip().splitlines():
        api_version, names, minor, instead = line.split()
        for kind in names.split(","):
            found[api_version, kind] = Removed(minor, "" if instead == "-" else instead)
    return found


@cache
def _removed() -> Mapping[tuple[str, str], Removed]:
    found = dict(_told())
    known = versions()
    for before, after in pairwise(known):
        for api_version, kind in served(before) - served(after):
            found[api_version, kind] = Removed(after, "")
    return found


@cache
def served(minor: str) -> frozenset[tuple[str, str]]:
    """API version and kind of all that Kubernetes has, in a version that there are definitions of."""
    return frozenset(kinds(minor))


def removed(api_version: str, kind: str) -> Removed | None:
    return _removed().get((api_version, kind)) if is_known(api_version, kind) else _told().get((api_version, kind))


def first(api_version: str, kind: str) -> str:
    """The first version that has it; empty where no version that there are definitions of does."""
    known = versions() if is_known(api_version, kind) else ()
    return next((minor for minor in known if (api_version, kind) in served(minor)), "")


def is_known(api_version: str, kind: str) -> bool:
    """Whether any version may have it: to ask for the definitions of all of them takes long."""
    name = kind_file(f"{api_version}/{kind}")
    return any((schemas_dir() / "kubernetes" / f"v{minor}" / name).is_file() for minor in versions())


def deprecated(api_version: str, kind: str, minor: str) -> str | None:
    """What to write in the place of something that is there and deprecated; None where it is not."""
    said = _DEPRECATED.get((api_version, kind))
    if said and number(minor) >= said[0]:
        return said[1]
    if is_stable(api_version):
        return None
    stable = [other for other in others(api_version, kind, minor) if is_stable(other)]
    return stable[0] if stable else None


def others(api_version: str, kind: str, minor: str) -> list[str]:
    """Other versions of its group that have the kind, the stable one first."""
    group = api_version.rpartition("/")[0]
    found = [other for other, name in served(minor) if name == kind and other != api_version]
    return sorted((other for other in found if other.rpartition("/")[0] == group), key=_by_stability)


def _by_stability(api_version: str) -> tuple[bool, bool, int]:
    """The stable one, then beta versions from the latest on, then alpha."""
    digits = int("".join(re.findall("[0-9]+", api_version.rpartition("/")[2])))
    return not is_stable(api_version), "alpha" in api_version, -digits


def is_stable(api_version: str) -> bool:
    return re.fullmatch(r"v[0-9]+", api_version.rpartition("/")[2]) is not None


def number(minor: str) -> Minor:
    major, _, rest = minor.partition(".")
    return int(major), int(rest)


def next_after(minor: str) -> str:
    """The version after it, where there are definitions of it."""
    known = versions()
    later = known[known.index(minor) + 1 :] if minor in known else ()
    return later[0] if later else ""
