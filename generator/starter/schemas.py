"""The catalog's JSON Schemas -> copies beside the catalog, for editors; outside of git, and safe to delete."""

from __future__ import annotations

import filecmp
import os
import shutil
from contextlib import suppress
from pathlib import Path

from generator.cache.index import FOLDER, make_folder
from generator.schemas.locations import PLATFORM_SCHEMA, SERVICE_SCHEMA, schemas_dir

COPIES = f"{FOLDER}/schemas"


def refresh(root: Path) -> None:
    """Copies what is not there as it is in this kubecatalog. An editor can do without: nothing is raised."""
    with suppress(OSError):
        for schema in (PLATFORM_SCHEMA, SERVICE_SCHEMA):
            source, copy = schemas_dir() / schema, root / COPIES / Path(schema).name
            if not (copy.is_file() and filecmp.cmp(source, copy, shallow=False)):
                make_folder(root / FOLDER)
                copy.parent.mkdir(exist_ok=True)
                fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
                shutil.copyfile(source, fresh)
                fresh.replace(copy)


def modeline(file: str) -> str:
    """The first line of a service's file, which tells editors its schema."""
    up = "../" * file.count("/")
    return f"# yaml-language-server: $schema={up}{COPIES}/{Path(SERVICE_SCHEMA).name}\n"
