"""`secrets set`: one value of a Secret."""

from __future__ import annotations

from generator.commands.secrets import entry
from generator.commands.secrets.change import carry_out
from generator.commands.secrets.session import Session
from generator.errors import KubecatalogError
from generator.secrets.content import declared
from generator.secrets.values import checked, must_be_key
from generator.workspace import Workspace


def run(
    workspace: Workspace, text: str, key: str, *, descriptor: int | None, file: str, binary: bool, allow_empty: bool
) -> int:
    session = Session(workspace)
    target = session.target(text)
    must_be_key(key)
    given = entry.value(f"{key} of {text}", descriptor=descriptor, file=file)
    value = checked(key, given, binary=binary, empty=allow_empty)
    for wrong in declared.findings(key, value, target.secret.keys.get(key) or {}):
        raise KubecatalogError(f"{text}: {key}: {wrong.message}", wrong.hint)
    carry_out(session, target, lambda values: {**values, key: value})
    return 0
