"""What a quota can count: https://kubernetes.io/docs/concepts/policy/resource-quotas/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, unsupported
from generator.json_types import Json

COUNTS = frozenset(
    {
        *("pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps"),
        *("persistentvolumeclaims", "services.nodeports", "services.loadbalancers"),
    }
)
"""Of objects: whole numbers."""

COMPUTE = frozenset({"cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"})

_STORAGE = {"requests.storage", "ephemeral-storage", "requests.ephemeral-storage", "limits.ephemeral-storage"}

STANDARD = COUNTS | COMPUTE | _STORAGE


def is_huge_pages(name: str) -> bool:
    return name.startswith(("hugepages-", "requests.hugepages-"))


def of_quota(value: Json) -> Wrong | None:
    """A standard one, huge pages, or one with a domain (`count/jobs.batch`, `requests.nvidia.com/gpu`)."""
    return _known(value, STANDARD)


def of_limit(value: Json) -> Wrong | None:
    """The same for a LimitRange of anything but containers and Pods, which can be of plain storage, too."""
    return _known(value, STANDARD | {"storage"})


def _known(value: Json, standard: frozenset[str]) -> Wrong | None:
    if wrong := formats.qualified_name(value):
        return wrong
    return None if "/" in value or value in standard or is_huge_pages(value) else unsupported(value, sorted(standard))


def is_native(name: str) -> bool:
    return "/" not in name or "kubernetes.io/" in name


def is_whole(name: str) -> bool:
    """Whether only whole numbers of it make sense."""
    extended = (
        not is_native(name) and not name.startswith("requests.") and not formats.qualified_name(f"requests.{name}")
    )
    return name in COUNTS or extended
