"""What profiles of seccomp and of AppArmor have in common."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

kind = one_of("RuntimeDefault", "Localhost", "Unconfined")


def local(profile: JsonMap) -> Iterator[Wrong]:
    """A profile on the node has a name, and only such a one."""
    named = profile.get("localhostProfile") is not None
    if profile.get("type") == "Localhost" and not named:
        yield missing("localhostProfile", why="for Localhost")
    if profile.get("type") != "Localhost" and named:
        yield forbidden("only Localhost takes a localhostProfile", "remove it").below("localhostProfile")
