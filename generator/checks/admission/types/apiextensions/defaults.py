"""A structural schema -> defaults in it that it would itself refuse.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap


def defaults(schema: JsonMap) -> Iterator[Wrong]:
    """Of the schema of a whole object."""
    yield from ()
