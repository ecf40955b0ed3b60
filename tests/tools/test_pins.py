"""The pins, the lock and pyproject.toml agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from generator.tools.pins import GO_HASHES, GO_MINIMUM, GO_VERSION, PINS

ROOT = Path(__file__).resolve().parents[2]


def test_table_is_well_formed() -> None:
    for name, pin in PINS.items():
        assert name == pin.name
        assert re.fullmatch(r"\d+\.\d+\.\d+", pin.version)
        assert pin.package.startswith(pin.module)
        assert re.fullmatch(r"h1:[A-Za-z0-9+/]{43}=", pin.checksum)


def test_fetched_go_is_new_enough() -> None:
    assert tuple(map(int, GO_VERSION.split(".")[:2])) >= GO_MINIMUM
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in GO_HASHES)


def test_lock_holds_every_dependency_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    locked = re.findall(r"^([a-z0-9-]+)==", _lock(), re.MULTILINE)
    names = {re.split(r"[<>=~! ]", entry)[0].lower().replace(".", "-") for entry in wanted}
    assert names - set(locked) == set()
    for block in re.split(r"^(?=[a-z0-9])", _lock(), flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in block, block


def test_lock_names_no_registry() -> None:
    assert not re.search(r"://|--index|--find-links|--extra-index", _lock())


def _lock() -> str:
    return (ROOT / "requirements.txt").read_text(encoding="utf-8")
