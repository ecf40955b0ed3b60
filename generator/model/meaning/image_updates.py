"""What an image follows -> what of it chooses no tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import JsonMap, Path
from generator.language.image_update import CHOICES
from generator.model.followed import FIELD
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_GROUP = re.compile(r"\$(?:\$|(\w+)|\{(\w+)\})")
"""https://pkg.go.dev/regexp#Regexp.Expand"""


def check(plan: ServicePlan) -> Iterator[Fault]:
    yield from _check(plan.spec.get(FIELD), (FIELD,))
    for group in ("initContainers", "containers"):
        for name, own in plan.spec.get(group, {}).items():
            yield from _check(own.get(FIELD), (group, name, FIELD))


def _check(wanted: JsonMap | None, path: Path) -> Iterator[Fault]:
    if not wanted:
        return
    if not any(wanted.get(name) for name in CHOICES):
        message = "it says nothing of which tag is the newest"
        yield Fault("missing-field", path, message, f"add {', '.join(CHOICES[:-1])} or {CHOICES[-1]}", reads=(FIELD,))
    if "extract" in wanted and "pattern" not in wanted:
        message = "`extract` takes a part of what `pattern` matches, and there is none"
        yield Fault("missing-field", (*path, "extract"), message, "add `pattern`", reads=(FIELD,))
    elif "extract" in wanted:
        pattern = re.compile(wanted["pattern"])
        known = {*pattern.groupindex, *map(str, range(pattern.groups + 1))}
        for match in _GROUP.finditer(wanted["extract"]):
            name = match[1] or match[2]
            if name and name not in known:
                named = f"`{'`, `'.join(pattern.groupindex)}`" if pattern.groupindex else "no group by a name"
                message = f"`pattern` has no group {name}: it would be empty for every tag"
                yield Fault(
                    "unknown-group", (*path, "extract"), message, f"it has {named}; write one as `(?P<{name}>...)`"
                )
