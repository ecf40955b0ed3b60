"""VolumeProjection: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.constraints import at_most_one
from generator.checks.admission.field import IGNORED, since, until

TYPE = "io.k8s.api.core.v1.VolumeProjection"

_SOURCES = ("secret", "configMap", "downwardAPI", "serviceAccountToken")

FIELDS = {"clusterTrustBundle": until("1.36", IGNORED), "podCertificate": until("1.36", IGNORED)}

RULES = (since("1.37", at_most_one(*_SOURCES, *FIELDS), before=at_most_one(*_SOURCES)),)
