"""`python3 -I generator/tools/bootstrap.py`: sets the checkout up, with nothing installed but Python.

Older Pythons must be able to read this file, to be told that they are too old: so no newer syntax here.
"""

import os
import signal
import sys

MINIMUM = (3, 11)


def main():  # type: () -> int
    if sys.version_info < MINIMUM:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write(
            "error: {} is Python {}, expected {}.{} or newer\n".format(sys.executable, found, *MINIMUM)
            + "  hint: name a newer one: make PYTHON=python3.12\n"
        )
        return 3
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
    sys.path.insert(0, root)
    return set_up_here(root)


def set_up_here(root):  # type: (str) -> int
    from pathlib import Path

    from generator.errors import INTERRUPTED, KubecatalogError
    from generator.tools.inventory import inventory
    from generator.tools.set_up import set_up

    # A plain kill must end the compilers too, as an interrupt from the keyboard does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    environ = dict(os.environ)
    try:
        set_up(Path(root), environ, sys.stderr)
        if "--list" in sys.argv[1:]:
            for line in inventory(Path(root), environ):
                sys.stdout.write(str(line) + "\n")
    except KubecatalogError as error:
        hint = "\n  hint: " + error.hint if error.hint else ""
        sys.stderr.write("error: " + error.message + hint + "\n")
        return error.code
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: run it again, it goes on where it was\n")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
