"""A catalog -> who reviews what: the rules of a CODEOWNERS file, of which the last that fits a path decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.catalog.load import PLATFORM_FILE
from generator.tree.folders import base_folder

PATH = "CODEOWNERS"
PLACES = (".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
BEGIN, END = "# kubecatalog: begin", "# kubecatalog: end"
"""Between these, the file is ours: `kubecatalog init --codeowners` writes it anew."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*")


class Owned(Struct, frozen=True):
    """A service: its catalog file, and who answers for it as the catalog says; empty where it does not."""

    file: str
    owner: str


def rules(owner: str, services: Mapping[str, Owned], production: tuple[str, ...]) -> str:
    """`owner` has what no service's owner has, and production. A `*` comes first, so that it decides last."""
    rows = [("*", owner)]
    for name, service in sorted(services.items()):
        team = handle(service.owner, owner)
        if team:
            paths = (f"/{service.file}", f"/{base_folder(name)}/", f"/overlays/*/{name}/")
            rows += [(path, team) for path in paths]
    rows += [(path, owner) for path in (f"/{PLATFORM_FILE}", "/secrets/", "/.sops.yaml", "/delivery/")]
    rows += [(f"/overlays/{name}/", owner) for name in production]
    width = max(len(path) for path, _ in rows)
    return "\n".join([BEGIN, *(f"{path:<{width}} {who}" for path, who in rows), END, ""])


def unnamed(owner: str, services: Mapping[str, Owned]) -> Iterator[str]:
    """The services whose owner is said, and is nobody whom a forge knows by that name."""
    return (name for name, service in services.items() if service.owner and not handle(service.owner, owner))


def is_owner(text: str) -> bool:
    """Whether it is a user, a team with its organisation, or an address."""
    return bool(re.fullmatch(r"@[A-Za-z0-9][^\s@]*|[^\s@]+@[^\s@]+", text))


def handle(team: str, owner: str) -> str:
    """A team as the forge calls it: in the organisation or group of `owner`, unless it says its own; empty where the
    words cannot be the name of one."""
    if is_owner(team):
        return team
    organisation, slash, _ = owner.rpartition("/")
    return f"{organisation or '@'}{slash}{team}" if _NAME.fullmatch(team) else ""


def merged(before: str, ours: str) -> str | None:
    """The file with our rules in place of those of an earlier run; None where it has none of ours."""
    start, end = before.find(BEGIN), before.find(END)
    if start < 0 or end < start:
        return None
    return before[:start] + ours.rstrip("\n") + before[end + len(END) :]
