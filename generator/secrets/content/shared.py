"""The values of one key in several environments -> those that are the same and must not be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from generator.secrets.content.wrong import Wrong


@dataclass(frozen=True, slots=True)
class Own:
    """The value in one environment. `unique` is what the catalog says there of the key; None where it says nothing."""

    value: bytes = field(repr=False)
    unique: bool | None = None


def findings(key: str, by_environment: Mapping[str, Own], production: Collection[str]) -> Iterator[tuple[str, Wrong]]:
    """Each at the environment that is in danger: that of production, or else the later one."""
    same: dict[str, list[str]] = {}
    names = sorted(by_environment)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            if _clash(one, other, by_environment, production):
                endangered, source = (one, other) if other not in production and one in production else (other, one)
                same.setdefault(endangered, []).append(source)
    for environment, others in same.items():
        message = f"the value is the same as in {', '.join(sorted(others))}"
        hint = "who knows the one knows the other: put another value in, or declare `unique: false` of the key"
        yield environment, Wrong("shared-secret-value", key, message, hint)


def _clash(one: str, other: str, values: Mapping[str, Own], production: Collection[str]) -> bool:
    first, second = values[one], values[other]
    if not first.value or first.value != second.value or False in (first.unique, second.unique):
        return False
    return True in (first.unique, second.unique) or (one in production) != (other in production)
