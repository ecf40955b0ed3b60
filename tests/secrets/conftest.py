"""What tests of Secrets share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.secrets.shop import Shop, started


@pytest.fixture(scope="session")
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return started(tmp_path_factory.mktemp("shop") / "top")


@pytest.fixture
def shop(_shop: Shop, tmp_path: Path) -> Shop:
    """A repository of the test's own."""
    return _shop.copy(tmp_path / "shop")
