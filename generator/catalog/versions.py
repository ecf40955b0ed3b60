"""What the platform file says of versions -> whether this kubecatalog may work on the catalog.

`language` is the version of the catalog's language, `requires` the releases of kubecatalog that make the tree.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from itertools import zip_longest
from pathlib import Path

from generator import __version__
from generator.catalog.load import Document
from generator.catalog.migrations import migrated, newest, texts_of
from generator.errors import TOOL, KubecatalogError
from generator.json_types import JsonMap

_HOLDS: Mapping[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_UPGRADE = "upgrade kubecatalog, with what it was installed with: `pipx upgrade kubecatalog`, for example"
_SHOWN = 20
"""So many changes are told before a catalog is migrated; the rest is counted."""


def language_of(data: JsonMap) -> int:
    """The first one where nothing is said."""
    number = data.get("language")
    return number if isinstance(number, int) else 1


def must_fit(root: Path, document: Document) -> None:
    """Raises KubecatalogError where the catalog asks for another kubecatalog, is in a newer language, or in an older
    one that says something otherwise. An older catalog that today's language reads alike is read as it is."""
    data = document.data
    language = language_of(data)
    must_be_known(document)
    wanted = data.get("requires", "")
    if wanted and not admits(wanted, __version__):
        hint = "install one of those, or see with `kubecatalog migrate --check` what this one would change"
        message = f"the catalog asks for kubecatalog {wanted}, and this is {__version__}"
        raise _stopped(document, "requires", message, hint)
    if language < newest():
        _must_read_alike(root, document, language)


def must_be_known(document: Document) -> None:
    """Raises KubecatalogError where the catalog is in a newer language, or made with a newer kubecatalog."""
    language, wanted = language_of(document.data), document.data.get("requires", "")
    if language > newest():
        message = f"the catalog is in language {language}, and kubecatalog {__version__} knows the languages up to"
        raise _stopped(document, "language", f"{message} {newest()}", _UPGRADE)
    if wanted and not admits(wanted, __version__) and _asks_for_newer(wanted):
        message = f"the catalog asks for kubecatalog {wanted}, and this is {__version__}"
        raise _stopped(document, "requires", message, _UPGRADE)


def admits(wanted: str, version: str) -> bool:
    """Whether a release is one of `>=0.7,<0.9`; what stands behind its numbers (`rc1`, `.dev0`) is not looked at."""
    own = _numbers(version)
    for clause in wanted.split(","):
        match = re.fullmatch(r"\s*([<>=!]=|[<>])\s*(\d+(?:\.\d+)*)\s*", clause)
        if match is None or not _HOLDS[match[1]](_order(own, _numbers(match[2])), 0):
            return False
    return True


def this_release() -> str:
    """What a catalog says under `requires` that this release and its corrections may work on."""
    major, minor, *_ = (*_numbers(__version__), 0)
    return f">={major}.{minor},<{major}.{minor + 1}"


def _asks_for_newer(wanted: str) -> bool:
    lowest = re.findall(r"(?:>=|>|==)\s*(\d+(?:\.\d+)*)", wanted)
    return any(_order(_numbers(item), _numbers(__version__)) > 0 for item in lowest)


def _must_read_alike(root: Path, document: Document, language: int) -> None:
    told = [change.line for change in migrated(texts_of(root), language).changes]
    if told:
        rest = [f"and {len(told) - _SHOWN} more"] if len(told) > _SHOWN else []
        message = f"the catalog is in language {language}, and kubecatalog {__version__} reads language {newest()}"
        lines = ["`kubecatalog migrate` changes this, with comments kept:", *told[:_SHOWN], *rest]
        raise _stopped(document, "language", message, "\n    ".join(lines))


def _stopped(document: Document, field: str, message: str, hint: str) -> KubecatalogError:
    source = document.source((field,))
    return KubecatalogError(f"{source}: {message}", hint, code=TOOL)


def _numbers(version: str) -> list[int]:
    match = re.match(r"\d+(?:\.\d+)*", version)
    return [int(part) for part in match[0].split(".")] if match else []


def _order(left: list[int], right: list[int]) -> int:
    for one, other in zip_longest(left, right, fillvalue=0):
        if one != other:
            return -1 if one < other else 1
    return 0
