"""Run the command, and kill it before the Nth time that it changes something in the repository.

    python tests/ownership/killed.py N ROOT ARGUMENTS

Prints how often it did, where it came to its end. Python tells of every change through its audit events, so nothing of
the command is replaced.
"""

from __future__ import annotations

import os
import signal
import sys

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "open"}


def main() -> None:
    limit, root, *arguments = int(sys.argv[1]), *sys.argv[2:]
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


if __name__ == "__main__":
    main()
