"""A review -> what differs in each environment, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from generator.report.text import printable
from generator.review.encrypted import SecretChange
from generator.review.lines import lines
from generator.review.review import Review, ServiceChange

_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "!": "\x1b[33m", "=": "\x1b[1m"}
_PLAIN = "\x1b[0m"


def diff(review: Review, *, color: bool) -> Iterator[str]:
    for name in sorted(review.environments):
        for service in sorted(review.services.get(name, ()), key=lambda item: item.unit):
            yield from _service(service, color=color)
        for secret in review.secrets.get(name, ()):
            yield from _secret(secret, color=color)
    for folder, count in sorted(review.delivery.items()):
        yield printable(f"{folder}: {count} file{'' if count == 1 else 's'} changed")
    if review.is_empty:
        yield f"no manifest changes since {printable(review.since)}"


def _service(service: ServiceChange, *, color: bool) -> Iterator[str]:
    yield _line("=", f"{service.environment}/{service.unit} {service.status}", color=color)
    for danger in service.dangers:
        yield _line("!", f"  ! {danger.text}", color=color)
    for change in service.objects:
        yield printable(f"  {change.label} {change.status}")
        for sign, text in lines(change):
            yield _line(sign, f"  {sign} {text}", color=color)


def _secret(secret: SecretChange, *, color: bool) -> Iterator[str]:
    yield _line("=", f"{secret.environment}: encrypted {secret.name} {secret.status}", color=color)
    for sign, keys in (("+", secret.added), ("-", secret.removed)):
        yield from (_line(sign, f"  {sign} {key}", color=color) for key in keys)
    yield from (printable(f"    {key}: another ciphertext") for key in secret.changed)
    if secret.recipients:
        yield _line("!", "  ! others can read it", color=color)


def _line(sign: str, text: str, *, color: bool) -> str:
    text = printable(text)
    return f"{_COLORS[sign]}{text}{_PLAIN}" if color and sign in _COLORS else text
