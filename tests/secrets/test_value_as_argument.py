"""Somebody gives a value as an argument: `set` refuses it, and does not say it again."""

from __future__ import annotations

import pytest

from tests.secrets.stages import Stages


@pytest.mark.parametrize("arguments", [("api-key", "hunter2"), ("api-key=hunter2",), ("api-key", "=", "hunter2")])
def test_a_value_as_an_argument(stages: Stages, arguments: tuple[str, ...]) -> None:
    said = stages.refused("set", "dev/orders", *arguments)
    assert "the value of api-key is an argument, which every process of this machine can read" in said
    assert "let it ask you, send it to standard input, or give --fd or --file" in said
    assert "hunter2" not in said
