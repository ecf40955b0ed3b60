"""URLs in CEL: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from generator.json_types import Json, JsonMap

NAME = "net.URL"
_UNESCAPED = re.compile(r"%(?![0-9a-fA-F]{2})")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+(%25[^\]]+)?\]|[^\[\]:\s<>\"\\^`{|}]*)(:[0-9]*)?")


def _split(text: str) -> SplitResult:
    """A URL with a scheme, or an absolute path; raises ValueError."""
    found = urlsplit(text)
    fits = found.scheme or (text.startswith("/") and text)
    rest = text[len(found.scheme) + 1 :] if found.scheme else text
    if not fits or (found.scheme and not rest.startswith("/")) or _UNESCAPED.search(found.path):
        raise ValueError("URL parse error during conversion from string: invalid URI for request")
    if any(character < " " or character == "\x7f" for character in text):
        raise ValueError("URL parse error during conversion from string: invalid control character in URL")
    if not _HOST.fullmatch(found.netloc.rpartition("@")[2]):
        raise ValueError("URL parse error during conversion from string: invalid host")
    return found


def is_url(text: str) -> bool:
    try:
        _split(text)
    except ValueError:
        return False
    return True


def url(text: str) -> JsonMap:
    _split(text)
    return {NAME: text}


def scheme(value: Json) -> str:
    return _split(value[NAME]).scheme


def host(value: Json) -> str:
    return _split(value[NAME]).netloc.rpartition("@")[2]


def hostname(value: Json) -> str:
    return re.sub(r":[0-9]*$", "", host(value)).strip("[]")


def port(value: Json) -> str:
    found = re.search(r":([0-9]*)$", host(value))
    return found[1] if found and not host(value).endswith("]") else ""


def escaped_path(value: Json) -> str:
    return quote(_split(value[NAME]).path, safe="/%!$&'()*+,;=:@~-._[]")


def query(value: Json) -> dict[str, list[str]]:
    return parse_qs(_split(value[NAME]).query, keep_blank_values=True)
