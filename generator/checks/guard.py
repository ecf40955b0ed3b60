"""A check that fails in itself -> a finding. What was not judged is never taken for fine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.checks.subject import Subject
from generator.problems import Problem


def guarded(
    what: str, subject: Subject, check: Callable[[Subject], Iterable[Problem]]
) -> Iterator[tuple[Subject, Problem]]:
    """Whatever the check says of the subject; `what` names the check where it fails."""
    try:
        for problem in check(subject):
            yield subject, problem
    except Exception as error:
        yield subject, crashed(what, error)


def crashed(what: str, error: BaseException) -> Problem:
    """Where it happened, never the values that were there, which may be secret."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    message = f"the check of {what} failed: {type(error).__name__} at {where}"
    return Problem("crashed-rule", "", message, "this object was not judged; please report it")
