"""The table of agreement with sets of labelled objects: `python -m tests.parity PATH...`. Fails below all of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.parity import sets
from tests.parity.sets import Verdict


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.parity", description=__doc__)
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="files of labelled objects, or folders with such files"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="show each object on which we disagree")
    options = parser.parse_args(arguments)
    agreed = True
    for path in sets.files(options.paths):
        found = list(sets.verdicts(path))
        print(f"\n{path.name}: {_row(found)}")
        for kind in sorted({verdict.kind for verdict in found}):
            print(f"  {kind:34} {_row([verdict for verdict in found if verdict.kind == kind])}")
        wrong = [verdict for verdict in found if not verdict.agreed]
        agreed = agreed and not wrong
        for verdict in wrong if options.verbose else ():
            print(
                f"    {verdict.id}: the server says {verdict.said or 'yes'}; we say {'; '.join(verdict.ours) or 'yes'}"
            )
    return 0 if agreed else 1


def _row(verdicts: Sequence[Verdict]) -> str:
    missed = sum(not verdict.agreed and not verdict.accepted for verdict in verdicts)
    too_much = sum(not verdict.agreed and verdict.accepted for verdict in verdicts)
    agreed = len(verdicts) - missed - too_much
    return f"{agreed:4} of {len(verdicts):4} agree; {missed:3} missed, {too_much:3} refused too much"


if __name__ == "__main__":
    sys.exit(main())
