"""The name of an image -> what follows from its tag. https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting"""

from __future__ import annotations

import re

from generator.json_types import JsonMap

_REPOSITORY = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_NAME = re.compile(rf"(?:[A-Za-z0-9.\-\[\]:]+/)?{_REPOSITORY}(?:/{_REPOSITORY})*(?::(\w[\w.-]{{0,127}}))?(@.+)?")


def pull_policy(container: JsonMap) -> str:
    """That of a container which names none."""
    return policy_of(container.get("image") or "")


def policy_of(image: str) -> str:
    """A name that is none is taken for one with a tag."""
    match = _NAME.fullmatch(image)
    if match is None:
        return "IfNotPresent"
    tag, digest = match.groups()
    return "Always" if tag == "latest" or not (tag or digest) else "IfNotPresent"
