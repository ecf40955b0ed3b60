"""APIService: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService"

FIELDS = {"spec": Field(required=True)}


def named(manifest: JsonMap) -> Iterator[Wrong]:
    """It is named by what it serves: `v1beta1.metrics.k8s.io`."""
    spec = manifest.get("spec") or {}
    expected = f"{spec.get('version') or ''}.{spec.get('group') or ''}"

    def form(name: Json) -> Wrong | None:
        if name != expected:
            return malformed(name, f"the version and the group, {expected}", f"name it {expected}")
        return formats.path_segment(name)

    yield from metadata.named(form)(manifest)


RULES = (named,)
