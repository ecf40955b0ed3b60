"""What tests of Secrets share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.secrets.shop import Shop, started
from tests.secrets.stages import Stages
from tests.secrets.stages import started as stages_started


@pytest.fixture(scope="session")
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return started(tmp_path_factory.mktemp("shop") / "top")


@pytest.fixture
def shop(_shop: Shop, tmp_path: Path) -> Shop:
    """A repository of the test's own."""
    return _shop.copy(tmp_path / "shop")


@pytest.fixture
def stages(tmp_path: Path) -> Stages:
    """A repository whose environments have different readers, and no Secret yet."""
    return stages_started(tmp_path / "stages")
