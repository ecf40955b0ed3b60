"""Amounts of resources by name, as containers and pods ask for: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from generator.checks.admission import formats
from generator.checks.admission.field import Constraint
from generator.checks.admission.resource_names import HUGE_PAGES
from generator.checks.admission.wrong import Wrong, out_of_range, unsupported
from generator.json_types import Json, JsonMap
from generator.quantity import parse


def of_pod(name: str) -> Wrong | None:
    """The name of a resource that a pod as a whole can ask for."""
    if name in ("cpu", "memory") or (name.startswith(HUGE_PAGES) and not formats.qualified_name(name)):
        return None
    return unsupported(name, ("cpu", "memory", f"{HUGE_PAGES}2Mi"))


def is_native(name: str) -> bool:
    """Whether Kubernetes itself counts it."""
    return "/" not in name or "kubernetes.io/" in name


def overcommits(name: str) -> bool:
    """Whether more may be used than is asked for."""
    return is_native(name) and not name.startswith(HUGE_PAGES)


@lru_cache(maxsize=4096)
def amount(value: Json) -> Fraction:
    """A quantity, rounded up to thousandths as a server keeps it."""
    exact = parse(value) or Fraction(0)
    return exact if (exact * 1000).denominator == 1 else Fraction(-(-exact * 1000 // 1), 1000)


def named(requirements: JsonMap | None, form: Constraint) -> Iterator[Wrong]:
    """What is wrong with the names of requests and limits."""
    for field in ("limits", "requests"):
        for name in (requirements or {}).get(field) or ():
            if wrong := form(name):
                yield wrong.below("resources", field, name)


def amounts(resources: JsonMap) -> Iterator[Wrong]:
    """What is wrong with each amount by itself."""
    for name, value in resources.items():
        found = amount(value)
        if found < 0:
            yield out_of_range(value, "0 or more").below(name)
        elif not is_native(name) and found.denominator != 1:
            yield out_of_range(value, "a whole number").below(name)
        elif name.startswith(HUGE_PAGES) and not _whole_pages(name, found):
            hint = "name the size of a page as in hugepages-2Mi, and ask for whole pages"
            yield out_of_range(value, f"a multiple of a page ({name.removeprefix(HUGE_PAGES)})", hint).below(name)


def _whole_pages(name: str, found: Fraction) -> bool:
    page = parse(name.removeprefix(HUGE_PAGES))
    return page is not None and page > 0 and page.denominator == 1 and -(-found // 1) % page == 0


def pages_alone(*lists: JsonMap) -> bool:
    """Whether huge pages are asked for without processor and memory."""
    names = {name for resources in lists for name in resources}
    return any(name.startswith(HUGE_PAGES) for name in names) and not names & {"cpu", "memory"}
