"""Run the command, and kill it before the Nth time that it changes something in the repository.

Prints how often it did, where it came to its end. Python tells of every change through its audit events, so nothing of
the command is replaced.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "open"}


def main(given: Sequence[str]) -> None:
    """Of N, the root of the repository, and the arguments of the command."""
    limit, root, *arguments = int(given[0]), *given[1:]
    scratch = os.path.join(root, ".kubecatalog", "work")
    count = 0

    def watch(event: str, values: tuple[object, ...]) -> None:
        nonlocal count
        if event not in CHANGES or not values:
            return
        if event == "open" and not (isinstance(values[1], str) and set(values[1]) & set("wax+")):
            return
        paths = [os.fspath(value) for value in values if isinstance(value, (str, os.PathLike))]
        inside = [path for path in paths if isinstance(path, str) and path.startswith(root)]
        if not inside or all(path.startswith(scratch) for path in inside):
            return
        count += 1
        if count == limit:
            os.kill(os.getpid(), signal.SIGKILL)

    from generator.cli import cli

    sys.addaudithook(watch)
    code = cli.main(args=["-C", root, *arguments], standalone_mode=False)
    print(count)
    sys.exit(code)
