"""`secrets remove`: values of a Secret."""

from __future__ import annotations

import sys

from generator.commands.secrets.change import carry_out, must_be_there, must_have
from generator.commands.secrets.session import Session
from generator.secrets.values import Values
from generator.workspace import Workspace


def run(workspace: Workspace, text: str, keys: tuple[str, ...]) -> int:
    session = Session(workspace)
    target = session.target(text)
    with session.store() as store:
        must_have(must_be_there(store, target.place), target.place, keys)

    def without(values: Values) -> Values:
        return {key: value for key, value in values.items() if key not in keys}

    carry_out(session, target, without)
    need = session.needs(target.place.environment).get(target.secret.name)
    wanted = sorted(need.keys().keys() & set(keys)) if need else []
    if wanted:
        print(f"    the catalog still needs {', '.join(wanted)}", file=sys.stderr)
    return 0
