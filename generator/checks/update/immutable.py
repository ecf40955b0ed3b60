"""What may never change of an object, as data: paths by kind.

https://kubernetes.io/docs/reference/kubernetes-api/ says of most of these fields that they are immutable.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Immutable(Struct, frozen=True):
    fields: tuple[str, ...]
    hint: str = "delete the object and create it again, or give the new one another name"


_POOL = "its pods are selected by it: delete the {0} (with --cascade=orphan to keep its pods), or use another name"
_ROLE = "delete the binding and create it again: a binding may not be turned to another role"
_CLASS = "give the class another name: what was made with the old one stays as it is"

BY_KIND: Mapping[tuple[str, str], Immutable] = {
    ("apps", "DaemonSet"): Immutable(("spec.selector",), hint=_POOL.format("DaemonSet")),
    ("apps", "Deployment"): Immutable(("spec.selector",), hint=_POOL.format("Deployment")),
    ("apps", "ReplicaSet"): Immutable(("spec.selector",), hint=_POOL.format("ReplicaSet")),
    ("apps", "ControllerRevision"): Immutable(("data",)),
    ("certificates.k8s.io", "ClusterTrustBundle"): Immutable(("spec.signerName",)),
    ("coordination.k8s.io", "LeaseCandidate"): Immutable(("spec.leaseName",)),
    ("discovery.k8s.io", "EndpointSlice"): Immutable(("addressType",)),
    ("networking.k8s.io", "IPAddress"): Immutable(("spec.parentRef",)),
    ("networking.k8s.io", "IngressClass"): Immutable(("spec.controller",), hint=_CLASS),
    ("node.k8s.io", "RuntimeClass"): Immutable(("handler",), hint=_CLASS),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): Immutable(("roleRef",), hint=_ROLE),
    ("rbac.authorization.k8s.io", "RoleBinding"): Immutable(("roleRef",), hint=_ROLE),
    ("resource.k8s.io", "ResourceClaim"): Immutable(("spec",)),
    ("resource.k8s.io", "ResourceClaimTemplate"): Immutable(("spec",)),
    ("resource.k8s.io", "ResourcePoolStatusRequest"): Immutable(("spec",)),
    ("resource.k8s.io", "ResourceSlice"): Immutable(("spec.nodeName", "spec.driver", "spec.pool.name")),
    ("scheduling.k8s.io", "PriorityClass"): Immutable(("value", "preemptionPolicy"), hint=_CLASS),
    ("storage.k8s.io", "CSIDriver"): Immutable(("spec.attachRequired", "spec.volumeLifecycleModes")),
    ("storage.k8s.io", "CSIStorageCapacity"): Immutable(("nodeTopology", "storageClassName")),
    ("storage.k8s.io", "StorageClass"): Immutable(
        ("provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"), hint=_CLASS
    ),
    ("storage.k8s.io", "VolumeAttachment"): Immutable(("spec",)),
    ("storage.k8s.io", "VolumeAttributesClass"): Immutable(("driverName", "parameters"), hint=_CLASS),
    ("storagemigration.k8s.io", "StorageVersionMigration"): Immutable(("spec",)),
    ("", "Secret"): Immutable(
        ("type",), hint="delete the Secret and create it again, or give the new one another name"
    ),
}
