"""`secrets recipients`: every file encrypted for whom the platform file says; what must change since somebody left."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from generator.commands.secrets import realign
from generator.commands.secrets.session import Session
from generator.workspace import Workspace


def run(workspace: Workspace, environments: Sequence[str], *, check: bool, yes: bool, form: str) -> int:
    session = Session(workspace)
    for name in environments:
        session.environment(name)
    places = session.inputs.secrets.places()
    plan = realign.plan(session, (own for own in places if not environments or own[1].environment in environments))
    names = realign.names(session)
    realign.announce(session, plan, names, form)
    if not plan.works and not plan.problems:
        print(f"{realign.count(plan.looked_at)}, as the platform file says", file=sys.stderr)
    if check:
        return realign.report(session, plan, names, form)
    if not realign.agreed(plan, yes=yes):
        return realign.as_it_was()
    return realign.report(session, plan, names, form, realign.carry_out(session, plan.works))
