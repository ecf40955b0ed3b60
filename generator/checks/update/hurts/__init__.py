"""One module a harm that a server lets pass: sets of manifests before and after -> warnings.

Each reports at the new manifest, and of an object that is gone at the old one.
"""

from __future__ import annotations

from types import ModuleType

from generator.checks.update.hurts import (
    addresses,
    config,
    disappearing,
    endpoints,
    outage,
    renamed,
    replicas,
    volumes,
)

HURTS: tuple[ModuleType, ...] = (disappearing, renamed, volumes, addresses, replicas, endpoints, outage, config)
