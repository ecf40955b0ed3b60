"""`secrets textconv`: what git is to show of an encrypted file."""

from __future__ import annotations

import sys

from generator.errors import KubecatalogError


def run(file: str) -> int:
    from generator.secrets.textconv import text

    try:
        with open(file, "rb") as opened:
            content = opened.read()
    except OSError as error:
        raise KubecatalogError(f"{file} cannot be read: {error.strerror}") from None
    sys.stdout.write(text(content))
    return 0
