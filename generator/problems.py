"""A problem of one manifest, before anybody knows where it came from."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True):
    """`fault` is the rule's name (`unknown-field`); a missing field's `field` is where it should be."""

    fault: str
    field: str
    message: str
    hint: str = ""
