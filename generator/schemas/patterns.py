"""A pattern -> words for what it matches: the few that make up nearly all of the patterns in the vendored schemas."""

from __future__ import annotations

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_DOTTED = rf"{_LABEL}(\.{_LABEL})*"

_NUMBER = r"(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))"
QUANTITY = rf"^(\+|-)?{_NUMBER}(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?{_NUMBER}))?$"

_PROMETHEUS_DAYS = r"(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?"
PROMETHEUS_DURATION = rf"^(0|(([0-9]+)y)?(([0-9]+)w)?{_PROMETHEUS_DAYS})$"

WORDS = {
    f"^{_LABEL}$": "lower-case letters, digits and dashes, with a letter or digit at both ends",
    f"^{_DOTTED}$": "lower-case letters, digits, dashes and dots, with a letter or digit at both ends",
    rf"^(\*\.)?{_DOTTED}$": "a lower-case host name, or one that starts with *.",
    "^[-._a-zA-Z0-9]+$": "letters, digits, dots, dashes and underscores",
    QUANTITY: "a quantity such as 250m or 1Gi",
    PROMETHEUS_DURATION: "a duration such as 30s, 5m or 1h30m",
    r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$": "a duration such as 30s, 5m or 1h30m",
    r"^([0-9]+(\.[0-9]+)?(ms|s|m))+$": "a duration such as 30s or 5m",
    "^([0-9]{1,5}(h|m|s|ms)){1,4}$": "a duration such as 30s, 5m or 1h30m",
    "^(http|https)://.+$": "a URL that starts with http:// or https://",
    "^https?://.+$": "a URL that starts with http:// or https://",
}


def words(pattern: str) -> str:
    return WORDS.get(pattern) or f"a match of {pattern}"
