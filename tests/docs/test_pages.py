"""The pages say what is true: links lead somewhere, examples are what the repository holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.tools.locate import CHECKOUT
from tests.docs.pages import blocks

PAGES = sorted(
    [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")],
    key=lambda path: path.relative_to(CHECKOUT).parts,
)
_LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)(?:#([^)\s]+))?\)")


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(page.read_text()):
        path = page.parent / target
        assert path.exists(), f"{target} does not exist"
        assert not anchor or anchor in _anchors(path), f"{target} has no #{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_shown_catalog_files_are_those_of_the_repository(page: Path) -> None:
    for block in blocks(page):
        if block.note == "same as":
            lines = (CHECKOUT / block.path).read_text().splitlines(keepends=True)
            assert block.text == "".join(line for line in lines if not line.startswith("#"))
