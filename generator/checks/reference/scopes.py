"""Which kinds have no namespace, as far as references lead to them."""

from __future__ import annotations

from generator.schemas.scopes import CLUSTER_SCOPED as _OWN

CLUSTER_SCOPED = _OWN | {
    "argoproj.io/ClusterAnalysisTemplate",
    "cert-manager.io/ClusterIssuer",
    "external-secrets.io/ClusterExternalSecret",
    "external-secrets.io/ClusterSecretStore",
    "gateway.networking.k8s.io/GatewayClass",
    "keda.sh/ClusterTriggerAuthentication",
    "snapshot.storage.k8s.io/VolumeSnapshotClass",
    "trust.cert-manager.io/Bundle",
}
