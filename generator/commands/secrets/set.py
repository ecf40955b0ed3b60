"""`secrets set`: one value of a Secret."""

from __future__ import annotations

import sys

from generator.commands.secrets import entry
from generator.commands.secrets.session import Session, Target
from generator.secrets.values import Values, checked
from generator.workspace import Workspace


def run(
    workspace: Workspace, text: str, key: str, *, descriptor: int | None, file: str, binary: bool, allow_empty: bool
) -> int:
    session = Session(workspace)
    target = session.target(text)
    given = entry.value(f"{key} of {text}", descriptor=descriptor, file=file)
    value = checked(key, given, binary=binary, empty=allow_empty)
    change(session, target, {key: value})
    return 0


def change(session: Session, target: Target, given: Values) -> list[str]:
    """Put values in, tell what came of it, and return the keys that changed."""
    with session.store() as store:
        is_new = store.read(target.place) is None
        changed = store.change(target.place, target.head, lambda values: {**values, **given})
    what = "written" if changed else "as it was"
    names = f": {', '.join(changed)}" if changed else ""
    print(f"{target.place.path} {what}{names}", file=sys.stderr)
    if changed:
        tree = "is built and pods roll" if is_new else "pods that use it roll"
        print(f"    `kubecatalog render`, so that {tree}", file=sys.stderr)
    return changed
