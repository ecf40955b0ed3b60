"""Names of what containers ask for: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, malformed, unsupported
from generator.json_types import Json

STANDARD = ("cpu", "memory", "ephemeral-storage")
HUGE_PAGES = "hugepages-"


def of_container(value: Json) -> Wrong | None:
    """A standard one, huge pages, or one with a domain."""
    if wrong := formats.qualified_name(value):
        return wrong
    if "/" not in value:
        known = value in STANDARD or value.startswith(HUGE_PAGES)
        return None if known else unsupported(value, (*STANDARD, "hugepages-2Mi"))
    return None if "kubernetes.io/" in value else extended(value)


def extended(value: Json) -> Wrong | None:
    """With a domain that is not Kubernetes' own, and room for what a quota puts before it."""
    known = "/" not in value or "kubernetes.io/" in value or value.startswith("requests.")
    if not known and not formats.qualified_name(f"requests.{value}"):
        return None
    return malformed(value, "the name of an extended resource", "write it as example.com/gpu")
