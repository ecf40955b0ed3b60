"""`secrets rotate`: a new data key for files, under which every value is encrypted anew; or new values.

The two are kept apart: who knows a value knows it under any data key, and who knows a data key still has to get hold of
the file. So a new data key is for files, and new values are for keys that declare `generate`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from generator.commands.secrets import generate, realign
from generator.commands.secrets.entry import confirmed
from generator.commands.secrets.session import Session
from generator.errors import KubecatalogError
from generator.secrets.file import Place
from generator.workspace import Workspace


def values(workspace: Workspace, text: str, keys: tuple[str, ...], *, yes: bool) -> int:
    """New values for `keys`, or without any for all that declare `generate`."""
    what = ", ".join(keys) or "every key that declares `generate`"
    print(f"{text} gets new values for {what}: pods that use them roll,", file=sys.stderr)
    print("    and what else holds the old ones, such as a database, must be told the new ones", file=sys.stderr)
    if not yes and not confirmed(f"replace the values of {text}?"):
        return realign.as_it_was()
    return generate.run(workspace, text, generate.Asked(keys, every=not keys, replace=True))


def data_key(workspace: Workspace, text: str, keys: tuple[str, ...], *, yes: bool, form: str) -> int:
    """A new data key. What is not as the platform file says is brought in line with it."""
    if keys:
        hint = "give --values for new values of these keys, or name none of them"
        raise KubecatalogError(f"a data key is that of a whole file, not of {', '.join(keys)}", hint)
    session = Session(workspace)
    plan = realign.plan(session, _places(session, text), renew=True)
    names = realign.names(session)
    realign.announce(session, plan, names, form)
    if not realign.agreed(plan, yes=yes):
        return realign.as_it_was()
    return realign.report(session, plan, names, form, realign.carry_out(session, plan.works))


def _places(session: Session, text: str) -> Sequence[tuple[str, Place]]:
    """The files of an environment, or that of one Secret."""
    environment, slash, stem = text.partition("/")
    session.environment(environment)
    own = [item for item in session.inputs.secrets.places() if item[1].environment == environment]
    chosen = [item for item in own if not slash or item[1].stem == stem]
    if slash and not chosen:
        place = session.target(text).place  # a Secret that services share lies with one of them
        chosen = [item for item in own if item[1] == place]
    if not chosen:
        hint = "`kubecatalog secrets list` shows what there is"
        raise KubecatalogError(f"there is no encrypted file of {text}", hint)
    return chosen
