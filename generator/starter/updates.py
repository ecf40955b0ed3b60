"""A repository -> the branches to which Flux commits newer images, and whether a job of CI renders what it commits."""

from __future__ import annotations

import re
from pathlib import Path

from generator.catalog.load import PLATFORM_FILE, service_files
from generator.errors import KubecatalogError

_JOBS = (".github/workflows/*.y*ml", ".gitlab-ci.yml", ".gitlab/**/*.y*ml")


def branches(root: Path) -> tuple[str, ...]:
    """Empty where no service asks for newer images, or nobody could tell."""
    if not (root / PLATFORM_FILE).is_file():
        return ()
    from generator.model import followed
    from generator.model.catalog import Catalog
    from generator.model.delivered import push_branch

    try:
        catalog, found = Catalog(root), set()
    except KubecatalogError:  # of another version
        return ()
    for name, file in service_files(root)[0].items():
        lines = followed.lines(catalog, catalog.read_service(name, file))
        for image in (image for line in lines for image in line.images if image.policy):
            delivery = catalog.environments[image.environment].delivery
            branch: str = push_branch(delivery, image.environment).get("branch") or delivery["branch"]
            found.add(branch)
    return tuple(sorted(found))


def are_rendered(root: Path) -> bool:
    files = (file for pattern in _JOBS for file in root.glob(pattern) if file.is_file())
    return any(re.search(r"kubecatalog render(?! --check)", file.read_text(errors="replace")) for file in files)
