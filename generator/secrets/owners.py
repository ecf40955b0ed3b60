"""Which file holds a Secret, where several services may name it as their own."""

from __future__ import annotations

from collections.abc import Collection

from generator.secrets.file import Place
from generator.secrets.inventory import Inventory


def place_for(inventory: Inventory, secret: str, own: Place, services: Collection[str]) -> Place:
    """The place of a Secret that the service at `own` keeps: that of the file which has it; else that of the service
    after which it is called; else its own."""
    there = inventory.named(own.environment, secret)
    if there:
        return there
    other = secret.removesuffix("-secrets")
    if not own.label and other != secret and other in services:
        return Place(own.environment, other)
    return own
