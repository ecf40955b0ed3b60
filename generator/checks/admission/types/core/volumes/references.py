"""What a volume's source asks of the Secret that it refers to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Constraint, Rule
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap


def complete(field: str, *parts: str) -> Rule:
    """A reference that is there has these parts."""

    def rule(source: JsonMap) -> Iterator[Wrong]:
        reference = source.get(field)
        if reference is not None:
            yield from (missing(part).below(field) for part in parts if not reference.get(part))

    return rule


def formed(field: str, **parts: Constraint) -> Rule:
    """A reference that is there has these parts, each in its form."""

    def rule(source: JsonMap) -> Iterator[Wrong]:
        reference = source.get(field)
        if reference is None:
            return
        for part, form in parts.items():
            value = reference.get(part)
            if not value:
                yield missing(part).below(field)
            elif wrong := form(value):
                yield wrong.below(field, part)

    return rule
