"""Indexes of completions, such as `1,3-5,7` -> their intervals.

https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy
"""

from __future__ import annotations

import re
from itertools import pairwise

from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

_INTERVAL = re.compile(r"([+]?[0-9]{1,18})(?:-([+]?[0-9]{1,18}))?")


def intervals(text: str) -> list[tuple[int, int]] | None:
    """First and last index of each, in ascending order; None for text that is none."""
    matches = [_INTERVAL.fullmatch(part) for part in text.split(",")] if text else []
    found = [(int(match[1]), int(match[2] or match[1])) for match in matches if match]
    rising = all(match is None or match[2] is None or int(match[1]) < int(match[2]) for match in matches)
    apart = all(before[1] < after[0] for before, after in pairwise(found))
    return found if len(found) == len(matches) and rising and apart else None


def indexes(value: Json) -> Wrong | None:
    if intervals(value) is not None:
        return None
    return malformed(value, "indexes and intervals in ascending order", "write them as 0,2-4,7")
