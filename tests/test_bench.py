"""The benchmark's own catalog is a valid one, and its report has every number that it promises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.pipeline import Options, run
from generator.workspace import Workspace
from tests.bench import __main__ as bench
from tests.bench import catalog, report, rivals


def test_generated_catalog_has_no_findings(tmp_path: Path) -> None:
    catalog.write(tmp_path, 5)
    outcome = run(Workspace(tmp_path, {}), Options(write=True))
    assert outcome.findings == []
    assert (outcome.services, outcome.environments, outcome.skipped) == (5, 3, {})


def test_generated_catalog_is_the_same_each_time(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        catalog.write(tmp_path / folder, 20)
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.yaml")]
    assert len(files) == 21
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


@pytest.mark.parametrize("index", range(10))
def test_edit_changes_a_service(index: int, tmp_path: Path) -> None:
    catalog.write(tmp_path, 10)
    assert catalog.edited(index, 3) != catalog.service_file(tmp_path, index).read_text()


def test_report_of_a_small_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rivals, "WAYS", rivals.WAYS[:1])
    file = tmp_path / "numbers.json"
    assert (
        bench.main(
            ["--sizes", "2", "--sample", "1", "--rounds", "1", "--times", "1", "--secrets", "3", "--json", str(file)]
        )
        == 0
    )
    results = json.loads(file.read_text())
    assert results.keys() == {"machine", "start", "secrets", "sizes", "targets"}
    assert results["secrets"]["seconds"].keys() == {"files", "catalog", "commit", "all"}
    (size,) = results["sizes"]
    assert (size["services"], size["overlays"]) == (2, 9)
    assert all(size[name]["seconds"] > 0 for name in ("naive", "floor", "cold", "nothing", "edited", "hook"))
    assert size["cold"]["peak"] > 10
    assert size["checks"].keys() == {"manifests", "kubeconform", "all", "check", "processor"}
    out = capsys.readouterr().out
    assert "services  overlays  naive s  floor s  cold s  cold MB  nothing s  edited s  ms/service" in out
    assert "at 2: cold against the naive loop, times faster" in out


def test_targets_say_what_is_missed() -> None:
    def size(services: int, cold: float) -> dict[str, object]:
        return {
            "services": services,
            "naive": {"seconds": 0.3 * services},
            "floor": {"seconds": 0.02 * services, "processor": 1.0},
            "cold": {"seconds": cold, "processor": 2.0, "peak": 300.0},
            "checks": {
                **{"kubeconform": 1.0, "all": 1.8, "check": 2.5},
                "processor": {"kubeconform": 2.0, "check": 3.8},
            },
            "nothing": {"seconds": 0.2},
            "edited": {"seconds": 0.7},
            "hook": {"seconds": 0.9},
        }

    found = report.targets(
        {
            "start": {"python": 0.01, "help": 0.05},
            "secrets": {"files": 1000, "seconds": {"all": 0.3}},
            "sizes": [size(100, 2.0), size(1000, 40.0)],
        }
    )
    met = {item["name"]: item["met"] for item in found}
    assert met == {
        "ms that --help takes more than python": True,
        "checks of 1000 encrypted files, s": False,
        "at 100: cold against the naive loop, times faster": True,
        "at 100: cold, times the floor": True,
        "at 100: cold, times the floor in processor time": False,
        "at 100: all checks, times kubeconform alone": True,
        "at 100: the command `check`, times kubeconform alone": False,
        "at 100: the command `check`, times kubeconform alone in processor time": True,
        "at 1000: all checks, times kubeconform alone": True,
        "at 1000: the command `check`, times kubeconform alone": False,
        "at 1000: the command `check`, times kubeconform alone in processor time": True,
        "at 1000: cold against the naive loop, times faster": False,
        "at 1000: cold, times the floor": False,
        "at 1000: cold, times the floor in processor time": False,
        "at 1000: nothing changed, s": True,
        "at 1000: one service edited, s": False,
        "at 1000: commit hook, one service edited, s": True,
        "at 1000: peak memory, MB": True,
        "cold per service, at 1000 times that at 100": False,
    }
