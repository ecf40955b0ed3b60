"""`secrets status`: who can read what, who should, and how old values are. No key is needed."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator, Sequence

from generator.commands.secrets import realign
from generator.commands.secrets.session import Session
from generator.secrets import file as secret_file
from generator.secrets.ages import changed_at
from generator.secrets.key_files import public_keys
from generator.secrets.listing import Row, rows
from generator.secrets.overview import Clock, Status, shown, status
from generator.workspace import Workspace


def run(workspace: Workspace, environments: Sequence[str], form: str) -> int:
    session = Session(workspace)
    chosen = [session.environment(name).environment for name in environments] or list(session.rules)
    mine = public_keys(workspace.environ)
    clock = _clock(session)
    found = {name: list(_of(session, name, clock, mine)) for name in dict.fromkeys(chosen)}
    names = realign.names(session)
    if form == "json":
        documents = [
            {
                "environment": name,
                "readers": [names.as_json(("age", key)) for key in session.rules[name].age],
                "secrets": [own.as_json(names) for own in every],
            }
            for name, every in found.items()
        ]
        print(json.dumps({"environments": documents}, indent=2))
        return 0
    blocks = ("\n".join(shown(name, session.rules[name], every, names, mine)) for name, every in found.items())
    print("\n\n".join(blocks) or "no environment has encrypted Secrets")
    return 0


def _clock(session: Session) -> Clock:
    files = {path: file.keys for path, file in session.inputs.secrets.files.items()}
    now = int(time.time())
    return Clock(now, changed_at(session.workspace.root, session.workspace.tool_environ, files, now))


def _of(session: Session, environment: str, clock: Clock, mine: Collection[str]) -> Iterator[Status]:
    needs = session.needs(environment)
    about = {need.place.path: need.kept.keys for need in needs.values()}
    for row in rows(environment, needs, session.inputs.secrets.of(environment)):
        file = secret_file.read(row.file, _content(session, row)) if row.exists else None
        yield status(row, file, session.rules[environment], about.get(row.file, {}), clock, mine)


def _content(session: Session, row: Row) -> bytes:
    return (session.workspace.root / row.file).read_bytes()
