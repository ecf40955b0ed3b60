"""ProjectedVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field, Rule, since
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap, Path

TYPE = "io.k8s.api.core.v1.ProjectedVolumeSource"

FIELDS = {"defaultMode": Field(formats.file_mode, default=0o644), "defaultUser": IGNORED}

_Files: TypeAlias = Callable[[JsonMap], Iterator[tuple[str, Path]]]
_CERTIFICATE = ("credentialBundlePath", "keyPath", "certificateChainPath")


def _of_items(projection: JsonMap) -> Iterator[tuple[str, Path]]:
    for source in ("secret", "configMap", "downwardAPI"):
        for position, item in items(projection.get(source) or {}, "items"):
            yield item.get("path") or "", (source, "items", position, "path")


def _of_certificates(projection: JsonMap) -> Iterator[tuple[str, Path]]:
    yield (projection.get("clusterTrustBundle") or {}).get("path") or "", ("clusterTrustBundle", "path")
    for field in _CERTIFICATE:
        yield (projection.get("podCertificate") or {}).get(field) or "", ("podCertificate", field)


def _distinct(*files: _Files) -> Rule:
    """No two sources write the same file, as far as they name their files."""

    def rule(projected: JsonMap) -> Iterator[Wrong]:
        seen: set[str] = set()
        for position, projection in items(projected, "sources"):
            for path, place in (found for of in files for found in of(projection)):
                if path in seen:
                    yield duplicate(path, "the file").below("sources", position, *place)
                seen.update([path] if path else ())

    return rule


RULES = (since("1.37", _distinct(_of_items, _of_certificates), before=_distinct(_of_items)),)
