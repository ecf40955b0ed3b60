"""`secrets edit`: a whole Secret in the user's editor, which sops runs on a file that lies in memory."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from generator.catalog.suggest import did_you_mean
from generator.commands.secrets.change import carry_out
from generator.commands.secrets.session import Session, Target, ruled
from generator.errors import KubecatalogError, ToolError
from generator.json_types import JsonMap
from generator.secrets import editor, file, memory
from generator.secrets.file import SECTIONS, SUFFIX
from generator.secrets.merging import merged
from generator.secrets.sops import Sops
from generator.secrets.values import Values, checked, of_secret
from generator.workspace import Workspace

_NOT_MODIFIED, _NO_EDITOR = 200, 201
_EDITOR = "editor"
"""The file that tells the number of the editor's process."""

_EXAMPLE = "key"
"""What stands in a Secret of which nothing is known, to show where values belong."""

_KEY = re.compile(r"[-._a-zA-Z0-9]{1,253}")


class Draft(Struct, frozen=True):
    """What a person edits: an encrypted copy. `before` is what the Secret held, `blank` names of keys that it lacks."""

    path: Path
    before: Values
    blank: frozenset[str]


def run(workspace: Workspace, text: str, *, on_disk: bool, allow_empty: bool, resume: bool) -> int:
    session = Session(workspace)
    target = session.target(text)
    kept = workspace.folder / "edited" / target.place.environment / f"{target.place.stem}{SUFFIX}"
    _must_fit(kept, target, resume=resume)
    words = editor.chosen(workspace.environ)
    with memory.folder(workspace.environ, on_disk=on_disk) as folder:
        sops = ruled(workspace, folder, session.rules.values())
        draft = _draft(session, target, sops, folder, kept if resume else None)
        if not _edited(sops, draft, folder, words, workspace) and not resume:
            print(f"{target.place.path} as it was: nothing was changed in the editor", file=sys.stderr)
            return 0
        with _kept_on_failure(sops, draft, target, kept, text):
            after = _after(sops, draft, target, allow_empty=allow_empty)
            _apply(session, target, draft, after)
        if resume:
            kept.unlink()
    return 0


def _must_fit(kept: Path, target: Target, *, resume: bool) -> None:
    """What is kept is resumed before anything can take its place."""
    if resume and not kept.exists():
        raise KubecatalogError("there is nothing to resume: no edit of this Secret was kept", "edit it anew")
    if not resume and kept.exists():
        message = f"an edit of {target.place.path} that could not be saved is still kept"
        raise KubecatalogError(message, f"go on with it: --resume; or delete {kept}")


def _draft(session: Session, target: Target, sops: Sops, folder: Path, kept: Path | None) -> Draft:
    """The store is free again when this returns: a person takes her time."""
    wanted = _wanted(session, target)
    with session.store() as store:
        found, secret = store.opened(target.place)
        before = of_secret(secret, target.place.path)
        blank = frozenset(wanted - before.keys()) or frozenset({_EXAMPLE} if not before else ())
        if kept:
            content = _resumed(sops, target.place.path, kept)
        else:
            values = {**before, **dict.fromkeys(blank, b"")}
            content = store.staged(target.place, target.head, values, found, secret).read_bytes()
    path = folder / f"{target.place.stem}{SUFFIX}"
    path.write_bytes(content)
    return Draft(path, before, blank)


def _resumed(sops: Sops, shown: str, kept: Path) -> bytes:
    """The kept text, encrypted as a Secret again."""
    return sops.encrypt_text(shown, sops.decrypt_text(kept, str(kept), "binary"), "yaml")


def _wanted(session: Session, target: Target) -> set[str]:
    """The keys that somebody asks for."""
    need = session.needs(target.place.environment).get(target.secret.name)
    return {*need.keys()} if need else {*target.secret.keys}


def _edited(sops: Sops, draft: Draft, folder: Path, words: list[str], workspace: Workspace) -> bool:
    """Whether something else was saved than there was."""
    record = folder / _EDITOR
    name = editor.program(words, workspace.environ)
    if name not in editor.QUIET:
        print(f"{name} may keep copies of what it opens (swap, backup, history): turn that off in it", file=sys.stderr)
    command = editor.command(words, workspace.environ, record)
    code = sops.edit(draft.path, command, folder, lambda: _end(record))
    if code == _NO_EDITOR:
        hint = "where it reported nothing itself: what was saved is no YAML, and nobody was there to correct it"
        raise ToolError(f"the editor {name} ended with an error; nothing was changed", hint)
    if code not in (0, _NOT_MODIFIED):
        raise ToolError(f"sops could not save what was edited (exit code {code}); nothing was changed")
    return code == 0


def _end(record: Path) -> None:
    """Ends the editor: sops, when it is ended, leaves it running."""
    with suppress(OSError, ValueError, IndexError):
        os.kill(int(record.read_text().split()[-1]), signal.SIGTERM)


def _after(sops: Sops, draft: Draft, target: Target, *, allow_empty: bool) -> Values:
    """What the edited Secret is to hold, each value that changed checked."""
    shown = target.place.path
    found = file.read(shown, draft.path.read_bytes())
    if found.document is None:
        raise KubecatalogError(f"what was edited is not one Secret: {found.problem[0]}")
    secret = sops.decrypt(draft.path, shown)
    _must_be_a_secret(secret, target)
    _must_be_text(secret, draft.before)
    values = {key: value for key, value in of_secret(secret, shown).items() if value or key not in draft.blank}
    in_data = secret.get("data") or {}
    for key, value in values.items():
        if draft.before.get(key) != value:
            if not _KEY.fullmatch(key):  # it is not named: who pastes may have pasted a value there
                raise KubecatalogError(
                    "a key of what was edited is none", "letters, digits, -, _ and . can stand in it"
                )
            checked(key, value, binary=key in in_data, empty=allow_empty)
    return values


def _must_be_a_secret(secret: JsonMap, target: Target) -> None:
    """A value under a misspelt `stringData` would be lost."""
    fields = ("apiVersion", "kind", "metadata", "type", *SECTIONS)
    for name in secret:
        if name not in fields:
            hint = did_you_mean(name, fields) or f"values belong below {' and '.join(SECTIONS)}"
            raise KubecatalogError("there is a field that a Secret does not have", hint)
    metadata = secret.get("metadata")
    if metadata != {"name": target.head.name} or secret.get("type") != target.head.type:
        print("name and type of a Secret come from the catalog: what was edited there is dropped", file=sys.stderr)


def _must_be_text(secret: JsonMap, before: Values) -> None:
    """sops keeps the type of a value, and a Secret has text only: what is no text would not come back as it was typed.
    No value at all is an empty one."""
    for section in SECTIONS:
        values = secret.get(section)
        if values is None:
            continue
        if not isinstance(values, dict):
            raise KubecatalogError(f"{section} holds no keys", f"write `{section}:`, and below it `KEY: VALUE`")
        for key, value in values.items():
            if value is None:
                values[key] = ""
            elif not isinstance(value, str) and before.get(key) != str(value).encode():
                raise KubecatalogError(f"the value of {section}.{key} is no text", "put it in quotes")


def _apply(session: Session, target: Target, draft: Draft, after: Values) -> None:
    """Only what was changed in the editor, on what the Secret holds by now."""

    def together(now: Values) -> Values:
        found = merged(draft.before, now, after)
        if found.conflicts:
            names = ", ".join(found.conflicts)
            raise KubecatalogError(f"somebody else changed the same values of {target.place.path} meanwhile: {names}")
        return found.values

    carry_out(session, target, together)


@contextmanager
def _kept_on_failure(sops: Sops, draft: Draft, target: Target, kept: Path, text: str) -> Iterator[None]:
    """Nothing that was typed is lost. All of it is encrypted: it may stand where a Secret is clear text."""
    try:
        yield
    except BaseException as error:
        shown = target.place.path
        content = sops.encrypt_text(shown, sops.decrypt_text(draft.path, shown, "yaml"), "binary")
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)
        way = f"what you edited is kept, encrypted: go on with `kubecatalog secrets edit {text} --resume`"
        if isinstance(error, KubecatalogError):
            hint = f"{error.hint}\n    {way}" if error.hint else way
            raise KubecatalogError(error.message, hint, code=error.code) from None
        print(f"kubecatalog: {way}", file=sys.stderr)
        raise
