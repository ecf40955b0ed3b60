"""DeviceAttribute: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

import re

from generator.checks.admission import formats
from generator.checks.admission.constraints import both, exactly_one
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceAttribute"

ALSO = (f"{_GROUP}.v1beta1.DeviceAttribute", f"{_GROUP}.v1beta2.DeviceAttribute")

_NUMBER = r"(0|[1-9][0-9]*)"
_BEFORE = r"(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_BUILD = r"[0-9a-zA-Z-]+"
_VERSION = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_BEFORE}(\.{_BEFORE})*)?(\+{_BUILD}(\.{_BUILD})*)?",
)
"""https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string"""


def version(value: Json) -> Wrong | None:
    if _VERSION.fullmatch(value):
        return None
    return malformed(value, "a semantic version", "write it as 1.2.3 or 1.2.3-beta.1")


_short = formats.size(64, "characters")

FIELDS = {
    "string": Field(_short, keeps=True),
    "version": Field(both(version, _short), keeps=True),
    "bool": Field(keeps=True),
    "int": Field(keeps=True),
    **dict.fromkeys(("bools", "ints", "strings", "versions"), IGNORED),
}

RULES = (exactly_one("bool", "int", "string", "version"),)
