"""RBDVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.RBDVolumeSource"

FIELDS = {
    "monitors": Field(required=True),
    "image": Field(required=True),
    "pool": Field(default="rbd"),
    "user": Field(default="admin"),
    "keyring": Field(default="/etc/ceph/keyring"),
}
