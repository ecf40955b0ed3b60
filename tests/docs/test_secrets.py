"""The pages on encrypted Secrets are run as they are written, with real sops, git and keys."""

from __future__ import annotations

import os

import pytest

from generator.tools.locate import CHECKOUT
from tests.docs.pages import blocks
from tests.docs.shell import People

DOCS = CHECKOUT / "docs"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the pages are written for a POSIX shell")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    """Those who have done all of the first page."""
    found = People(tmp_path_factory.mktemp("people"))
    assert found.perform(blocks(DOCS / "secrets.md")) > 8
    return found


def test_every_step_of_the_first_ten_minutes_does_what_it_says(people: People) -> None:
    file = (people.shell("alice").folder / "secrets/dev/orders.sops.yaml").read_text()
    assert file.count("recipient:") == 3, "for two people and the cluster"


def test_every_recipe_does_what_it_says(people: People) -> None:
    """They go on where the first page ends, one after the other."""
    assert people.perform(blocks(DOCS / "secrets-recipes.md")) > 8
