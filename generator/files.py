"""A file of the user -> the same file with other content, in one step."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from generator.errors import KubecatalogError


def replaced(path: Path, content: bytes, shown: str = "") -> None:
    """Whoever reads meanwhile reads the old content or the new one. `shown` is what people call the file.

    Raises KubecatalogError; then the content is the old one.
    """
    staged = path.with_name(f"{path.name}.new")
    try:
        staged.write_bytes(content)
        if path.exists():
            shutil.copymode(path, staged)
        os.replace(staged, path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise KubecatalogError(f"{shown or path} cannot be written: {error.strerror}", "it is as it was") from None
