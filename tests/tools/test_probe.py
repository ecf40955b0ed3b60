from __future__ import annotations

from pathlib import Path

import pytest

from generator.tools.buildinfo import read_build_info
from generator.tools.pins import PINS
from generator.tools.probe import Probe, probe
from tests.tools import fakes

ENVIRON = {"PATH": "/usr/bin:/bin"}


@pytest.mark.parametrize(
    ("name", "said", "version"),
    [
        ("kustomize", "v5.8.1", "5.8.1"),
        ("kustomize", "{Version:kustomize/v4.5.7 GitCommit:56d82a8 BuildDate:2022-08-02}", "4.5.7"),
        ("kustomize", "v5.8.1-rc.1", "5.8.1-rc.1"),
        ("kubeconform", "v0.6.7", "0.6.7"),
        ("sops", "sops 3.13.3", "3.13.3"),
        ("sops", "sops 3.9.0 (latest)", "3.9.0"),
        ("sops", "usage: sops [options]", None),
        ("sops", "sops 1.3.13.3", None),
    ],
)
def test_version_that_the_program_prints(tmp_path: Path, name: str, said: str, version: str | None) -> None:
    path = fakes.program(tmp_path, name, f"echo '{said}'")
    assert probe(path, PINS[name], ENVIRON) == Probe(version, lasting=False)


@pytest.mark.parametrize("name", PINS)
def test_each_is_asked_with_its_own_arguments(tmp_path: Path, name: str) -> None:
    path = fakes.program(tmp_path, name, f'[ "$*" = "{" ".join(PINS[name].ask)}" ] && echo v9.9.9')
    assert probe(path, PINS[name], ENVIRON).version == "9.9.9"


def test_sops_is_told_not_to_look_for_a_newer_one(tmp_path: Path) -> None:
    path = fakes.program(tmp_path, "sops", 'echo "sops 3.13.$SOPS_DISABLE_VERSION_CHECK"')
    assert probe(path, PINS["sops"], ENVIRON).version == "3.13.1"


def test_program_that_fails_has_no_version(tmp_path: Path) -> None:
    path = fakes.program(tmp_path, "sops", "echo sops 3.13.3; exit 1")
    assert probe(path, PINS["sops"], ENVIRON).version is None


def test_kubeconform_built_by_go_says_development_but_carries_its_version(tmp_path: Path) -> None:
    path = fakes.build(tmp_path, PINS["kubeconform"], script="echo development")
    assert probe(path, PINS["kubeconform"], ENVIRON) == Probe("0.8.0", lasting=True)


def test_release_build_carries_no_version_and_is_asked(tmp_path: Path) -> None:
    path = fakes.program(
        tmp_path,
        "kustomize",
        f"echo v5.8.1; exit\npath\t{PINS['kustomize'].package}\nmod\t{PINS['kustomize'].module}\t(devel)",
    )
    assert probe(path, PINS["kustomize"], ENVIRON) == Probe("5.8.1", lasting=True)


def test_other_build_of_the_module_is_asked(tmp_path: Path) -> None:
    path = fakes.build(tmp_path, PINS["kubeconform"], version="0.6.7", script="echo v0.6.7")
    assert probe(path, PINS["kubeconform"], ENVIRON) == Probe("0.6.7", lasting=True)


def test_build_info_of_something_else(tmp_path: Path) -> None:
    assert read_build_info(fakes.build(tmp_path, PINS["sops"]), PINS["kustomize"]) is None
    assert read_build_info(tmp_path / "missing", PINS["sops"]) is None
    empty = tmp_path / "empty"
    empty.touch()
    assert read_build_info(empty, PINS["sops"]) is None
