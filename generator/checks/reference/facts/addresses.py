"""The variables of a container -> the hosts in the cluster that they may name. Nothing else of a value is kept.

https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.resources.references.maps import maps

_HOST = r"[a-z](?:[-a-z0-9]*[a-z0-9])?(?:\.[-a-z0-9]+)*"
_URL = re.compile(rf"[a-z][a-z0-9+]*://(?:[^/@\s]*@)?({_HOST})(?::([0-9]+))?(?:[/?#].*)?", re.DOTALL)
_ADDRESS = re.compile(rf"({_HOST})(?::([0-9]+))?")
_NAMES = re.compile(r"(?:.*_)?(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|SERVERS|BROKERS|ENDPOINT)", re.IGNORECASE)
"""Variables whose value is an address without a scheme."""


def addresses(pod: JsonMap, path: Path) -> Iterator[list[Json]]:
    """Each with its host, its port or None, and where it is written."""
    for group in ("initContainers", "containers"):
        for index, container in maps(pod.get(group)):
            for place, variable in maps(container.get("env")):
                value = variable.get("value")
                if value and isinstance(value, str):
                    for host, port in _of(str(variable.get("name")), value):
                        yield [host, port, [*path, group, index, "env", place, "value"]]


def _of(name: str, value: str) -> Iterator[tuple[str, int | None]]:
    form = _URL if "://" in value else _ADDRESS if _NAMES.fullmatch(name) else None
    for text in value.split(",") if form else ():
        if form and (match := form.fullmatch(text.strip())):
            yield match[1], int(match[2]) if match[2] else None
