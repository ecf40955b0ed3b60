"""What `format` asks of a text in the schema of a custom resource: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlsplit

from generator.checks.admission.field import Constraint
from generator.checks.admission.formats import reads
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

_UUID = re.compile(r"(?i)[0-9a-f]{8}(-?)[0-9a-f]{4}-?([0-9a-f])[0-9a-f]{3}-?([0-9a-f])[0-9a-f]{3}-?[0-9a-f]{12}")
_MAC = re.compile(
    r"(?i)[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?:\1[0-9a-f]{2}){0,14}|(?:[0-9a-f]{4}\.){2,9}[0-9a-f]{4}"
)
_MAC_BYTES = frozenset({6, 8, 20})
_PART = r"(?:\d+(?:\.\d*)?|\.\d+)"
_DURATION = re.compile(
    rf"[+-]?(?:0|(?:{_PART}(?:ns|us|µs|μs|ms|s|m|h))+)"
    rf"|{_PART}\s*(?:n|ns|nanoseconds?|u|us|µs|microseconds?|ms|milli(?:second)?s?|s|secs?|seconds?|m|mins?|minutes?"
    r"|h|hrs?|hours?|d|days?|w|wks?|weeks?)"
)
_LETTER = r"[^\W_]|[$+<=>^`|~]"
_HOST = re.compile(
    rf"(?:{_LETTER})(?:-?(?:{_LETTER}){{0,62}})?"
    rf"|(?:(?:{_LETTER})(?:(?:{_LETTER}|-){{0,61}}(?:{_LETTER}))?\.)+(?:{_LETTER}){{2,63}}"
)
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+|[^<>]*<[^\s@<>]+@[^\s@<>]+>")


def _is_range(text: str) -> bool:
    return "/" in text and text.rpartition("/")[2].isdecimal() and reads(ipaddress.ip_interface)(text)


def _is_mac(text: str) -> bool:
    return _MAC.fullmatch(text) is not None and len(re.sub("[.:-]", "", text)) // 2 in _MAC_BYTES


def _is_date(text: str) -> bool:
    return len(text) == len("2006-01-02") and reads(date.fromisoformat)(text)


def _is_uri(text: str) -> bool:
    if not text or " " in text:
        return False
    try:
        return text[0] == "/" or bool(urlsplit(text).scheme)
    except ValueError:
        return False


def _is_uuid(version: str = "") -> Callable[[str], bool]:
    def check(text: str) -> bool:
        match = _UUID.fullmatch(text)
        if match is None or (version and match[2] != version):
            return False
        return version in ("", "3") or match[3].lower() in "89ab"

    return check


def _fits(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _form(name: str, example: str, fits: Callable[[str], bool]) -> Constraint:
    def check(value: Json) -> Wrong | None:
        if not isinstance(value, str) or fits(value):
            return None
        return malformed(value, f"text of the format {name}", f"write it as {example}")

    return check


_SAMPLE = "123e4567-e89b-12d3-a456-426614174000"

FORMS: Mapping[str, Constraint] = {
    name: _form(name, example, fits)
    for name, example, fits in (
        ("cidr", "10.0.0.0/8", _is_range),
        ("date", "2006-01-02", _is_date),
        ("duration", "1h30m", _fits(_DURATION)),
        ("email", "name@example.com", _fits(_MAIL)),
        ("hostname", "www.example.com", _fits(_HOST)),
        ("ipv4", "10.0.0.1", reads(ipaddress.IPv4Address)),
        ("ipv6", "2001:db8::1", reads(ipaddress.IPv6Address)),
        ("mac", "00:00:5e:00:53:01", _is_mac),
        ("uri", "https://example.com/", _is_uri),
        ("uuid", _SAMPLE, _is_uuid()),
        ("uuid3", _SAMPLE, _is_uuid("3")),
        ("uuid4", _SAMPLE, _is_uuid("4")),
        ("uuid5", _SAMPLE, _is_uuid("5")),
    )
}
