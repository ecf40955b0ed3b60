"""LeaseCandidateSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-candidate-v1beta1/#LeaseCandidateSpec"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission.field import Field
from generator.checks.admission.types.coordination.strategy import OLDEST, strategy
from generator.checks.admission.wrong import Wrong, malformed, missing, out_of_range
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.coordination.v1beta1.LeaseCandidateSpec"

ALSO = ("io.k8s.api.coordination.v1alpha2.LeaseCandidateSpec",)

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?", re.ASCII)


def version(value: Json) -> Wrong | None:
    """https://semver.org/"""
    return None if _VERSION.fullmatch(value) else malformed(value, "a version of three numbers", "write it as 1.36.0")


FIELDS = {
    "leaseName": Field(required=True),
    "binaryVersion": Field(version, required=True),
    "emulationVersion": Field(version),
    "strategy": Field(strategy, required=True),
}


def emulates(spec: JsonMap) -> Iterator[Wrong]:
    emulated, binary = spec.get("emulationVersion") or "", spec.get("binaryVersion") or ""
    if not emulated and spec.get("strategy") == OLDEST:
        yield missing("emulationVersion", why=f"for the strategy {OLDEST}")
    if (own := _VERSION.fullmatch(binary)) and (other := _VERSION.fullmatch(emulated)) and _key(own) < _key(other):
        yield out_of_range(binary, f"{emulated} or later").below("binaryVersion")


def _key(match: re.Match[str]) -> list[int]:
    return [int(part) for part in match.groups()]


RULES = (emulates,)
