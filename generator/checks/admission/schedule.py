"""Schedules and time zones of a CronJob -> what is wrong with them.

https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

from generator.catalog.suggest import did_you_mean
from generator.checks.admission.wrong import Wrong, forbidden, malformed
from generator.json_types import Json

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    ("day of the week", 0, 6, {name: number for number, name in enumerate(_DAYS)}),
)
_MACROS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_EVERY = "@every "

_INTEGER = re.compile(r"[+]?[0-9]{1,18}")
_DURATION = re.compile(r"[-+]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_TERM = re.compile(r"([0-9.]+)(ns|us|µs|μs|ms|s|m|h)")
_NANOSECONDS = {
    **{"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6},
    **{"s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9},
}
_LONGEST = 2**63
"""Nanoseconds that a duration cannot hold: https://pkg.go.dev/time#Duration"""


def cron(value: Json) -> Wrong | None:
    """Five fields or a macro, as https://pkg.go.dev/github.com/robfig/cron/v3#ParseStandard reads them."""
    if "TZ" in value:
        return forbidden("a schedule may not name a time zone", "remove TZ= from it, and set `timeZone`")
    if value.startswith("@"):
        return _macro(value)
    fields = value.split()
    if len(fields) != len(_FIELDS):
        hint = "write minute, hour, day of the month, month and day of the week"
        return malformed(value, "five fields, or a macro such as @daily", hint)
    for field, (name, low, high, names) in zip(fields, _FIELDS, strict=True):
        for part in field.split(","):
            if part and not _spread(part, low, high, names):
                expected = f"a {name} of {low} to {high}"
                return malformed(value, f"{expected} instead of {part}", "write it as 5, 1-5, * or */5")
    return None


def _macro(value: str) -> Wrong | None:
    if value.startswith(_EVERY):
        fine = _is_duration(value.removeprefix(_EVERY))
        return None if fine else malformed(value, "@every and a duration", "write it as @every 1h30m")
    hint = f"write one of {', '.join(_MACROS)}, or @every 1h30m"
    return None if value in _MACROS else malformed(value, "a macro such as @daily", hint)


def _spread(text: str, low: int, high: int, names: dict[str, int]) -> bool:
    """`5`, `1-5`, `*`, `?`, and each with a step; beyond a `-` after a star nobody looks."""
    spread, slash, step = text.partition("/")
    first, *others = spread.split("-")
    if slash and not (_number(step, {}) or 0) > 0:
        return False
    if first in ("*", "?"):
        return True
    if len(others) > 1:
        return False
    start = _number(first, names)
    end = _number(others[0], names) if others else high if slash else start
    return start is not None and end is not None and low <= start <= end <= high


def _number(text: str, names: dict[str, int]) -> int | None:
    if text.lower() in names:
        return names[text.lower()]
    return int(text) if _INTEGER.fullmatch(text) else None


def _is_duration(text: str) -> bool:
    """https://pkg.go.dev/time#ParseDuration"""
    if not _DURATION.fullmatch(text):
        return False
    total = sum(int(Fraction(number) * _NANOSECONDS[unit]) for number, unit in _TERM.findall(text))
    return total < _LONGEST or (total == _LONGEST and text.startswith("-"))


def time_zone(value: Json) -> Wrong | None:
    """A name of https://www.iana.org/time-zones"""
    if value in time_zones():
        return None
    hint = did_you_mean(value, sorted(time_zones())) or "write it as Europe/Berlin, or leave it out for UTC"
    return malformed(value, "the name of a time zone", hint)


@cache
def time_zones() -> frozenset[str]:
    """Those that are built into an API server, whatever this machine knows."""
    return frozenset((Path(__file__).parent / "time_zones.txt").read_text().split())
