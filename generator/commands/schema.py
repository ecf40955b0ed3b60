"""`schema`: print the JSON Schema of a service file or of the platform file."""

from __future__ import annotations

from generator.schemas.locations import PLATFORM_SCHEMA, SERVICE_SCHEMA, schemas_dir


def run(*, platform: bool) -> int:
    print((schemas_dir() / (PLATFORM_SCHEMA if platform else SERVICE_SCHEMA)).read_text(), end="")
    return 0
