"""`secrets get`: values, to standard output. No other command prints any."""

from __future__ import annotations

import os
import sys

from generator.commands.secrets.change import must_be_there, must_have
from generator.commands.secrets.session import Session
from generator.errors import TOOL, KubecatalogError
from generator.secrets import as_json
from generator.secrets.values import is_text
from generator.workspace import Workspace


def run(workspace: Workspace, text: str, key: str, form: str) -> int:
    session = Session(workspace)
    place = session.target(text).place
    with session.store() as store:
        found = must_be_there(store, place)
        must_have(found, place, [key] if key else [])
        if not key and form != "json":
            message = f"which value of {text}?"
            raise KubecatalogError(message, f"name a key ({', '.join(sorted(found.keys))}), or give --format json")
        values = store.values(place)
    if form == "json":
        print(as_json.text({key: values[key]} if key else values))
    else:
        _print(key, values[key])
    return 0


def _print(key: str, value: bytes) -> None:
    """Exactly the value; a terminal gets a line break, and nothing that it would obey."""
    at_terminal = sys.stdout.isatty()
    if at_terminal and not (is_text(value) and all(char.isprintable() or char in "\t\n" for char in value.decode())):
        message = f"the value of {key} holds characters that a terminal cannot show"
        raise KubecatalogError(message, "send it into a file or a program: `kubecatalog secrets get ... | PROGRAM`")
    _write(value + b"\n" * at_terminal)


def _write(content: bytes) -> None:
    """Past the buffers of Python, which know texts only, and keep what could not be written."""
    try:
        while content:
            content = content[os.write(sys.stdout.fileno(), content) :]
    except OSError as error:
        raise KubecatalogError(f"standard output cannot be written: {error.strerror}", code=TOOL) from None
