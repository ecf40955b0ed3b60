"""How much data ConfigMaps and Secrets may hold, and what it is without its base64. No message says a value."""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Iterator

from generator.checks.admission.wrong import Wrong, too_many
from generator.json_types import Json

MOST = 1024 * 1024
"""Bytes of all values: https://kubernetes.io/docs/concepts/configuration/configmap/#motivation"""


def too_much(values: Iterable[bytes]) -> Iterator[Wrong]:
    total = sum(map(len, values))
    if total > MOST:
        yield too_many(total, MOST, "bytes").below("data")


def decoded(value: Json) -> bytes:
    """Of base64 that is known to be some; nothing of null."""
    return binascii.a2b_base64(value or "")


def encoded(value: Json) -> bytes:
    """Of text; nothing of null."""
    return (value or "").encode("utf-8", "surrogatepass")
