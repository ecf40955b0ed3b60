"""The platform file's expressions -> findings at their own lines: those that are none, and tests that fail."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.load import Document, Mistake, finding_at
from generator.findings import Finding
from generator.json_types import Json, JsonMap, Path, as_map
from generator.language.checks import expanded


def findings(platform: Document) -> Iterator[Finding]:
    """`platform` fits its schema."""
    data = platform.data
    yield from _of_checks(platform, data.get("checks"), ("checks",), {})
    shared = as_map(as_map(expanded(data.get("checks"))).get("expressions"))
    for name, fields in as_map(data.get("environments")).items():
        yield from _of_checks(platform, as_map(fields).get("checks"), ("environments", name, "checks"), shared)


def _of_checks(platform: Document, checks: Json, path: Path, shared: JsonMap) -> Iterator[Finding]:
    """An environment's changes of an expression are tried together with what the platform says of it."""
    written = as_map(checks).get("expressions")
    if not written:
        return
    from generator.checks.policy.expressions import mistakes

    own = {
        name: {**as_map(shared.get(name)), **item}
        for name, item in as_map(as_map(expanded(checks)).get("expressions")).items()
        if item is not None
    }
    positions = {item.get("name"): index for index, item in enumerate(written)} if isinstance(written, list) else {}
    for (name, *rest), problem in mistakes({"expressions": own}):
        place = (*path, "expressions", positions.get(name, name), *rest)
        yield finding_at(platform, Mistake(problem.fault, place, problem.message, problem.hint))
