"""What `init` writes: each file is valid for its tool, nothing is overwritten, and the start has no finding."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from generator import __version__
from generator.cli import cli
from generator.json_types import Json
from generator.model.catalog import Schemas
from generator.starter import renovate
from generator.starter.table import ROWS
from generator.tools.locate import CHECKOUT
from tests.conftest import Workspace

SOURCE = "https://git.example.com/platform/kubecatalog"
RENDERED = {".github/workflows/kubecatalog-render.yaml", ".gitlab/kubecatalog-render.yml"}
"""Only where services ask for newer images."""
PATHS = [row.path for row in ROWS if row.path not in RENDERED]


def git(root: Path, *arguments: str) -> str:
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=root, env=environ, capture_output=True, text=True, check=True)
    return done.stdout


def judged(*arguments: str | Path) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A start that was rendered. Tests only read it."""
    workspace = Workspace(tmp_path_factory.mktemp("start") / "Web Shop")
    workspace.root.mkdir()
    git(workspace.root, "init", "--quiet", "--initial-branch", "trunk")
    made = workspace.kubecatalog("init")
    assert (made.code, made.err) == (0, "")
    rendered = workspace.kubecatalog("render")
    assert (rendered.code, rendered.err) == (0, ""), rendered.out
    assert re.match(r"1 service, 3 environments, \d+ manifests checked, 0 skipped, 0 findings, ", rendered.out)
    return workspace


@pytest.fixture(scope="module")
def from_source(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A start that gets kubecatalog from a git repository."""
    workspace = Workspace(tmp_path_factory.mktemp("source"))
    assert workspace.kubecatalog("init", "--source", SOURCE).code == 0
    return workspace


def test_the_start_has_no_finding(start: Workspace) -> None:
    validated = start.kubecatalog("validate")
    assert validated.code == 0
    assert "0 skipped, 0 findings" in validated.out
    assert len(validated.out.splitlines()) == 1
    assert yaml.safe_load((start.root / "catalog/platform.yaml").read_text())["name"] == "web-shop"


def test_every_file_of_the_table_is_there(start: Workspace) -> None:
    assert [path for path in PATHS if not (start.root / path).is_file()] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("vendor.github-workflows", ".github/workflows/kubecatalog.yaml"),
        ("vendor.gitlab-ci", "--data-transform", "gitlab-ci", ".gitlab-ci.yml"),
        ("vendor.renovate", "renovate.json"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_configurations_fit_their_schema(start: Workspace, from_source: Workspace, arguments: tuple[str, ...]) -> None:
    *options, path = arguments
    files = (start.root / path, from_source.root / path)
    judged("check_jsonschema", "--builtin-schema", *options, *files)


def test_pre_commit_takes_its_configuration(start: Workspace, from_source: Workspace) -> None:
    files = [workspace.root / ".pre-commit-config.yaml" for workspace in (start, from_source)]
    judged("pre_commit", "validate-config", *files)
    named = yaml.safe_load(files[1].read_text())["repos"]
    assert [(entry["repo"], entry["rev"]) for entry in named] == [(SOURCE, f"v{__version__}")]


def test_hooks_are_those_that_there_are(start: Workspace, from_source: Workspace) -> None:
    """The hooks of the start do what those of this repository do, which pre-commit finds by the same name."""
    offered = {hook["id"]: hook for hook in yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())}
    for workspace in (start, from_source):
        [entry] = yaml.safe_load((workspace.root / ".pre-commit-config.yaml").read_text())["repos"]
        assert [hook["id"] for hook in entry["hooks"]] == ["kubecatalog", "kubecatalog-secrets"]
        for hook in entry["hooks"]:
            ours = offered[hook["id"]]
            assert {key: ours.get(key) for key in hook if key != "language"} == {
                key: value for key, value in hook.items() if key != "language"
            }


def test_git_folds_what_is_generated(start: Workspace) -> None:
    paths = ("base/hello/deployment.yaml", "overlays/prod/hello/pdb.yaml", "catalog/platform.yaml")
    said = git(start.root, "check-attr", "linguist-generated", "gitlab-generated", "--", *paths).splitlines()
    values = [line.rpartition(": ")[2] for line in said]
    assert values == ["set"] * 4 + ["unspecified"] * 2
    encrypted = git(start.root, "check-attr", "diff", "merge", "--", "secrets/dev/orders.sops.yaml").splitlines()
    assert [line.rpartition(": ")[2] for line in encrypted] == ["kubecatalog-secrets"] * 2


def test_git_does_not_see_what_is_not_to_be_committed(start: Workspace) -> None:
    kept = {line.partition("/")[0] for line in git(start.root, "ls-files", "--others", "--exclude-standard").split()}
    assert ".kubecatalog" not in kept
    assert {"base", "catalog", "overlays", "Makefile"} <= kept
    paths = (".tools/bin/sops", ".cache/kubecatalog/bin/sops", "keys.txt", "deep/age.agekey")
    assert git(start.root, "check-ignore", *paths).split() == list(paths)


def test_make_knows_the_targets(start: Workspace) -> None:
    said = subprocess.run(
        ["make", "-n", "render", "validate"], cwd=start.root, capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines() == ["kubecatalog render", "kubecatalog validate"]
    told = subprocess.run(["make"], cwd=start.root, capture_output=True, text=True, check=True)
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["help", "render", "validate"]


def test_editors_find_the_schemas(start: Workspace) -> None:
    """By the settings, and by the first line of each file."""
    settings = json.loads((start.root / ".vscode/settings.json").read_text())
    bound = {pattern: start.root / schema for schema, pattern in settings["yaml.schemas"].items()}
    for file, title in (("catalog/platform.yaml", "platform"), ("catalog/services/hello.yaml", "service")):
        [schema] = [path for pattern, path in bound.items() if Path(file).match(pattern)]
        assert schema.read_bytes() == (CHECKOUT / f"schemas/catalog/{title}.schema.json").read_bytes()
        first = (start.root / file).read_text().splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert ((start.root / file).parent / named).resolve() == schema.resolve()
    assert json.loads((start.root / ".vscode/extensions.json").read_text())["recommendations"]


def test_a_new_service_names_its_schema_from_where_it_is(workspace: Workspace) -> None:
    workspace.kubecatalog("init", "--bare")
    workspace.write("catalog/services/checkout/defaults.yaml", "{}\n")
    assert workspace.kubecatalog("new", "checkout/orders").code == 0
    assert workspace.kubecatalog("render").code == 0
    file = workspace.root / "catalog/services/checkout/orders.yaml"
    schema = file.read_text().splitlines()[0].partition("$schema=")[2]
    assert (file.parent / schema).resolve() == workspace.root.resolve() / ".kubecatalog/schemas/service.schema.json"
    assert (file.parent / schema).is_file()


def _commands(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*words, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))


def test_what_agents_are_told_exists(start: Workspace) -> None:
    known = set(_commands(cli, ()))
    told = re.findall(r"`kubecatalog ((?:[a-z]+(?: |(?=`)))+)", (start.root / "AGENTS.md").read_text())
    assert len(told) > 6
    assert [words for words in told if tuple(words.split()) not in known] == []


def _images(data: Json) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("image"), str):
            yield data["image"]
        for value in data.values():
            yield from _images(value)
    elif isinstance(data, list):
        for value in data:
            yield from _images(value)


def found_by_renovate(text: str) -> list[str]:
    """What the patterns match, put together again; Python writes named groups otherwise than RE2."""
    found = []
    for pattern in renovate.IMAGES:
        assert not re.search(r"\(\?[=!]|\(\?<[=!]", pattern), "RE2 has no lookaround"
        for match in re.finditer(pattern.replace("(?<", "(?P<"), text, re.MULTILINE):
            parts = match.groupdict()
            tag, digest = parts.get("currentValue"), parts.get("currentDigest")
            found.append(parts["depName"] + (f":{tag}" if tag else "") + (f"@{digest}" if digest else ""))
    return found


def test_renovate_finds_every_image_of_the_catalogs() -> None:
    roots = (CHECKOUT, *(CHECKOUT / "examples").iterdir())
    files = [path for root in roots for path in root.glob("catalog/services/**/*.yaml")]
    seen = 0
    for file in files:
        text = file.read_text()
        images = sorted(image for image in _images(yaml.safe_load(text)) if "{" not in image)
        assert sorted(found_by_renovate(text)) == images, file
        seen += len(images)
    assert seen > 40


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("image: nginx:1.29", "nginx:1.29"),
        ('image: "localhost:5000/shop/a:1"  # {"$imagepolicy": "x"}', "localhost:5000/shop/a:1"),
        ("image: 'a.example.com/b/c:v1@sha256:" + "0" * 64 + "'", "a.example.com/b/c:v1@sha256:" + "0" * 64),
        ("image: localhost:5000/a@sha256:" + "f" * 64, "localhost:5000/a@sha256:" + "f" * 64),
        ("prod: {image: a/b:2, port: 1}", "a/b:2"),
        ('{"image":"a/b:2"}', "a/b:2"),
    ],
)
def test_renovate_finds_every_form(text: str, image: str) -> None:
    assert found_by_renovate(f"x: 1\n{text}\n") == [image]


@pytest.mark.parametrize(
    "text", ["image: '{registry}/a:1'", "imagePullPolicy: Always:1", "image: nginx", "my-image: a:1"]
)
def test_renovate_finds_nothing_else(text: str) -> None:
    assert found_by_renovate(f"{text}\n") == []


def test_renovate_finds_the_release_in_ci(start: Workspace, from_source: Workspace) -> None:
    found = []
    for workspace in (start, from_source):
        manager = json.loads((workspace.root / "renovate.json").read_text())["customManagers"][1]
        [pattern] = manager["matchStrings"]
        for path in (".github/workflows/kubecatalog.yaml", ".gitlab-ci.yml"):
            assert any(re.fullmatch(place.strip("/"), path) for place in manager["managerFilePatterns"])
            [match] = re.finditer(pattern.replace("(?<", "(?P<"), (workspace.root / path).read_text())
            assert match["currentValue"] == __version__
            found.append(match.groupdict().get("packageName", manager["depNameTemplate"]))
    assert found == ["kubecatalog"] * 2 + [SOURCE] * 2


def test_nothing_is_overwritten(workspace: Workspace) -> None:
    theirs = {path: f"{path} of somebody else\n" for path in PATHS if path != "catalog/platform.yaml"}
    theirs["catalog/platform.yaml"] = "name: theirs\nenvironments: {live: {}}\n"
    for path, text in theirs.items():
        workspace.write(path, text)
    made = workspace.kubecatalog("init")
    assert made.code == 0
    assert {path: (workspace.root / path).read_text() for path in theirs} == theirs
    assert not (workspace.root / "catalog/services").exists()
    told = made.out.splitlines()
    assert "kept  Makefile: add what `kubecatalog init --show Makefile` prints" in told
    at = told.index("kept  .gitignore: add these lines")
    assert told[at + 1 : at + 6] == [
        f"        {line}" for line in ("/.kubecatalog/", "/.tools/", "/.cache/", "*.agekey", "keys.txt")
    ]
    assert "kept  catalog/platform.yaml" in told
    assert not any(line.startswith("wrote") for line in told)


def test_what_is_told_to_be_added_is_enough(workspace: Workspace) -> None:
    workspace.write(".gitignore", "/.tools/\n")
    workspace.write("Makefile", "all:\n\ttrue\n")
    first = workspace.kubecatalog("init").out.splitlines()
    at = first.index("kept  .gitignore: add these lines")
    lines = [line.strip() for line in first[at + 1 : at + 5]]
    workspace.write(".gitignore", "/.tools/\n" + "".join(f"{line}\n" for line in lines))
    shown = workspace.kubecatalog("init", "--show", "Makefile").out
    workspace.write("Makefile", f"all:\n\ttrue\n{shown}")
    again = workspace.kubecatalog("init")
    assert [line for line in again.out.splitlines() if not line.startswith("kept  ")][:-1] == []
    assert [line for line in again.out.splitlines() if "add" in line] == []


@pytest.mark.parametrize("name", ["renovate.json5", ".github/renovate.json", "GNUmakefile"])
def test_a_file_that_its_tool_finds_elsewhere_is_left_the_only_one(workspace: Workspace, name: str) -> None:
    workspace.write(name, "all: ;\n")
    made = workspace.kubecatalog("init")
    assert f"kept  {name}: add what " in made.out
    standard = "Makefile" if name == "GNUmakefile" else "renovate.json"
    assert not (workspace.root / standard).exists()


def test_a_link_to_nowhere_is_kept(workspace: Workspace) -> None:
    (workspace.root / "Makefile").symlink_to("/nowhere/Makefile")
    assert "kept  Makefile: add" in workspace.kubecatalog("init").out
    assert os.readlink(workspace.root / "Makefile") == "/nowhere/Makefile"


def test_a_folder_that_cannot_be_made(workspace: Workspace) -> None:
    workspace.write(".vscode", "a file\n")
    made = workspace.kubecatalog("init")
    assert made.code == 2
    assert made.err.startswith(f"kubecatalog: {workspace.root}/.vscode")
    assert (
        made.err.endswith(" cannot be written: Not a directory\n    check permissions\n") or "File exists" in made.err
    )


@pytest.mark.parametrize(
    ("remote", "options", "forges"),
    [
        ("", [], {"github", "gitlab"}),
        ("git@github.com:shop/deploy.git", [], {"github"}),
        ("https://gitlab.example.com/shop/deploy.git", [], {"gitlab"}),
        ("https://git.example.com/shop/deploy.git", [], {"github", "gitlab"}),
        ("git@github.com:shop/deploy.git", ["--forge", "gitlab"], {"gitlab"}),
        ("git@github.com:shop/deploy.git", ["--forge", "none"], set()),
    ],
)
def test_ci_is_that_of_the_forge(workspace: Workspace, remote: str, options: list[str], forges: set[str]) -> None:
    git(workspace.root, "init", "--quiet", "--initial-branch", "trunk")
    if remote:
        git(workspace.root, "remote", "add", "origin", remote)
    assert workspace.kubecatalog("init", *options).code == 0
    files = {"github": ".github/workflows/kubecatalog.yaml", "gitlab": ".gitlab-ci.yml"}
    assert {name for name, path in files.items() if (workspace.root / path).exists()} == forges
    if "github" in forges:
        workflow = yaml.safe_load((workspace.root / files["github"]).read_text())
        assert workflow[True]["push"]["branches"] == ["trunk"]  # YAML 1.1 reads the key `on` as true


def test_ci_runs_commands_that_there_are(start: Workspace) -> None:
    """The commands of both, as the command line reads them."""
    workflow = yaml.safe_load((start.root / ".github/workflows/kubecatalog.yaml").read_text())
    lines = [step["run"] for step in workflow["jobs"]["validate"]["steps"] if "run" in step]
    jobs = yaml.safe_load((start.root / ".gitlab-ci.yml").read_text())
    lines += [*jobs[".kubecatalog"]["before_script"], *jobs["kubecatalog"]["script"]]
    environ = {**os.environ, "GITHUB_BASE_REF": "", "CI_MERGE_REQUEST_DIFF_BASE_SHA": ""}
    ours = [line for line in lines if line.startswith(("kubecatalog validate", "kubecatalog tools"))]
    assert len(ours) == 4
    for line in ours:
        printed = subprocess.run(
            ["bash", "-c", f"kubecatalog() {{ printf '%s\\n' \"$@\"; }}; {line}"],
            env=environ,
            capture_output=True,
            text=True,
            check=True,
        )
        arguments = printed.stdout.split()
        if arguments[0] == "validate":
            assert start.kubecatalog(*arguments).code == 0
        else:
            assert arguments == ["tools", "install"]


@pytest.mark.parametrize("name", ["9", "...", "Straße", "x" * 200])
def test_a_platform_gets_a_name_from_any_folder(tmp_path: Path, name: str) -> None:
    workspace = Workspace(tmp_path / name)
    workspace.root.mkdir()
    assert workspace.kubecatalog("init", "--bare").code == 0
    data = yaml.safe_load((workspace.root / "catalog/platform.yaml").read_text())
    assert Schemas().of_platform(data) == []


def test_something_is_asked_for_that_there_is_not(workspace: Workspace) -> None:
    shown = workspace.kubecatalog("init", "--show", "Makefil")
    assert (shown.code, shown.err) == (2, 'kubecatalog: init writes no Makefil\n    did you mean "Makefile"?\n')
    named = workspace.kubecatalog("init", "--service", "Big Orders")
    assert (named.code, named.err) == (
        2,
        'kubecatalog: "Big Orders" cannot name a service\n    did you mean "big-orders"?\n',
    )
    assert list(workspace.root.iterdir()) == []
