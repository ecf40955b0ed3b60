"""The tutorial is run as it is written, in an empty folder, with real git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.tools.locate import CHECKOUT
from tests.docs.pages import blocks
from tests.docs.shell import People

PAGE = CHECKOUT / "docs" / "tutorial.md"


@pytest.mark.skipif(os.name == "nt", reason="the tutorial is written for a POSIX shell")
def test_every_step_of_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    assert People(tmp_path).perform(blocks(PAGE)) > 8
