"""Kubernetes' functions of regular expressions in CEL: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library"""

from __future__ import annotations

import re


def find(text: str, pattern: str) -> str:
    """The first match, or nothing."""
    found = re.search(pattern, text)
    return found[0] if found else ""


def find_all(text: str, pattern: str, limit: int = -1) -> list[str]:
    found = [match[0] for match in re.finditer(pattern, text)]
    return found if limit < 0 else found[:limit]
