"""`init`: start a repository with a platform file and the folders of the layout."""

from __future__ import annotations

from pathlib import Path

from generator.catalog.load import PLATFORM_FILE, SERVICES_FOLDER
from generator.errors import KubecatalogError

PLATFORM = """\
# The environments, and what every service gets. See `kubecatalog schema --platform` for all fields.
name: {name}

environments:
  dev:
    kubernetes: "1.36"
    domain: dev.example.com
    defaults: {{replicas: 1}}
  staging:
    kubernetes: "1.36"
    domain: staging.example.com
  prod:
    kubernetes: "1.36"
    domain: example.com
    production: true

defaults:
  size: small
"""


def run(root: Path) -> int:
    path = root / PLATFORM_FILE
    if path.exists():
        raise KubecatalogError(
            f"{PLATFORM_FILE} is already there", "edit it, or add a service with `kubecatalog new NAME`"
        )
    name = "".join(char if char.isalnum() else "-" for char in root.name.lower()).strip("-")
    try:
        (root / SERVICES_FOLDER).mkdir(parents=True, exist_ok=True)
        path.write_text(PLATFORM.format(name=name if name[:1].isalpha() else "platform"))
    except OSError as error:
        raise KubecatalogError(f"{error.filename} cannot be written: {error.strerror}", "check permissions") from None
    print(f"wrote {PLATFORM_FILE}; next: kubecatalog new NAME")
    return 0
