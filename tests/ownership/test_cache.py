"""The cache may be deleted, damaged or somebody else's at any time, and never hides a change."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from generator.cache.index import load
from tests.ownership.shop import UNITS, after, before, generated, left_over, set_catalog
from tests.repository import SERVICES, Repository, told

INDEX = ".kubecatalog/index.json"
SERVICE = f"{SERVICES}/s01.yaml"


def damaged(content: bytes, how: str) -> bytes:
    if how.startswith("byte"):
        place = random.Random(how).randrange(len(content))
        return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    return {
        "empty": b"",
        "cut": content[: len(content) // 2],
        "text": b"not an index\n",
        "list": b"[]",
        "null": b"null",
        "binary": os.urandom(1000),
        "undigested": content.partition(b"\n")[2],
        "twice": content + content,
    }[how]


@pytest.mark.parametrize(
    "how", ["empty", "cut", "text", "list", "null", "binary", "undigested", "twice", "byte 0", "byte 1"]
)
def test_a_damaged_index_is_none(how: str, repository: Repository) -> None:
    tree = repository.tree()
    repository.write(INDEX, damaged((repository.root / INDEX).read_bytes(), how))
    outcome = repository.rendered()
    assert (outcome.written, outcome.deleted, outcome.reused) == ([], [], 0)
    assert repository.tree() == tree
    assert repository.rendered().reused == UNITS


def test_so_is_one_in_which_any_byte_is_another(repository: Repository, tmp_path: Path) -> None:
    content = (repository.root / INDEX).read_bytes()
    made_by = content.partition(b"\n")[0].decode().partition(" ")[2]
    assert len(load(repository.root / ".kubecatalog", made_by).entries) == UNITS
    for number in range(100):
        (tmp_path / "index.json").write_bytes(damaged(content, f"byte {number}"))
        assert load(tmp_path, made_by).entries == {}


def test_the_graph_has_what_changed_at_its_end(repository: Repository) -> None:
    graph = repository.root / ".kubecatalog/graph.json"
    first = graph.read_bytes()
    sizes = []
    for port in range(9000, 9015):
        repository.service("s01", {"image": "registry.example.com/app:1", "port": port})
        outcome = repository.rendered()
        assert outcome.reused == UNITS - 1
        sizes.append(graph.stat().st_size)
    assert graph.read_bytes() != first
    assert sizes[0] > len(first)
    assert sizes != sorted(sizes), "it is written anew when half of it is of no use"
    with graph.open("ab") as file:
        file.write(b"of a run that was killed")
    repository.service("s01", {"image": "registry.example.com/app:1", "port": 9040})
    assert repository.rendered().reused == UNITS - 1
    graph.write_bytes(damaged(graph.read_bytes(), "byte 1"))
    repository.service("s01", {"image": "registry.example.com/app:1", "port": 9041})
    assert repository.rendered().reused == 0, "a damaged one is none"


def test_a_file_whose_name_is_no_text_costs_nothing_but_itself(repository: Repository) -> None:
    name = os.fsencode(repository.root / "base") + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text("ours\n")
    for port in (9000, 9001):  # the second time the file is old enough to be remembered
        repository.service("s01", {"image": "registry.example.com/app:1", "port": port})
        assert repository.rendered().reused == UNITS - 1
        assert repository.rendered().reused == UNITS


@pytest.mark.parametrize("what", [INDEX, ".kubecatalog"])
def test_a_deleted_one_too(what: str, repository: Repository, tree_after: dict[str, bytes]) -> None:
    set_catalog(repository, after())
    place = repository.root / what
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    repository.rendered()
    assert generated(repository) == tree_after


def test_one_of_another_version_tells_whose_the_files_are_and_no_more(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = repository.tree()
    monkeypatch.setattr("generator.cache.index.__version__", "0.0.0")
    outcome = repository.rendered()
    assert (outcome.written, outcome.deleted, outcome.reused) == ([], [], 0)
    assert repository.tree() == tree


def test_one_of_another_repository(repository: Repository, tmp_path: Path) -> None:
    """As when somebody copies a folder, and all times with it."""
    other = Repository(tmp_path / "other")
    other.root.mkdir()
    set_catalog(other, after())
    shutil.copytree(repository.root / ".kubecatalog", other.root / ".kubecatalog")
    other.rendered()
    fresh = Repository(tmp_path / "fresh")
    fresh.root.mkdir()
    set_catalog(fresh, after())
    fresh.rendered()
    assert other.tree() == fresh.tree()


def test_an_edit_that_keeps_size_and_time_is_seen(repository: Repository) -> None:
    file = repository.root / SERVICE
    old = file.stat()
    content = file.read_text()
    repository.rendered()
    with file.open("r+") as stream:  # the same inode
        stream.write(content.replace('"VERSION": "1"', '"VERSION": "7"'))
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
    now = file.stat()
    assert (now.st_size, now.st_mtime_ns, now.st_ino) == (old.st_size, old.st_mtime_ns, old.st_ino)
    assert repository.rendered().written == ["base/s01/deployment.yaml"]


def test_edits_in_quick_succession_are_all_seen(repository: Repository) -> None:
    """A file system's clock is coarse: two edits may carry the same time."""
    file = repository.root / SERVICE
    content = file.read_text()
    for number in range(8):
        file.write_text(content.replace('"VERSION": "1"', f'"VERSION": "{number % 2 + 2}"'))
        assert repository.rendered().written == ["base/s01/deployment.yaml"], number


def test_a_touch_changes_nothing(repository: Repository) -> None:
    for path in (repository.root / SERVICES).iterdir():
        os.utime(path)
    for path in (repository.root / "base").rglob("*.yaml"):
        os.utime(path)
    outcome = repository.rendered()
    assert (outcome.written, outcome.deleted, outcome.reused) == ([], [], UNITS)


def test_a_generated_file_that_was_changed_and_changed_back(repository: Repository) -> None:
    file = repository.root / "base/s01/deployment.yaml"
    content = file.read_bytes()
    file.write_bytes(content.replace(b"replicas: 1", b"replicas: 9"))
    assert told(repository.render().findings) == [
        "base/s01/deployment.yaml:1:1: edited-file: base/s01/deployment.yaml was changed by hand"
    ]
    file.write_bytes(content)
    assert repository.rendered().written == []


def test_a_generated_file_that_was_deleted_is_made_again(repository: Repository) -> None:
    tree = repository.tree()
    shutil.rmtree(repository.root / "base/s03")
    repository.remove("overlays/prod/s01/kustomization.yaml")
    outcome = repository.rendered()
    assert "base/s03/s03-config/app.yml" in outcome.written
    assert "overlays/prod/s01/kustomization.yaml" in outcome.written
    assert repository.tree() == tree


def test_the_cache_never_holds_a_manifest(repository: Repository) -> None:
    secret = "a-value-that-should-stay-in-the-tree"
    platform, services = before()
    services["s01"]["env"]["PASSWORD"] = secret
    set_catalog(repository, (platform, services))
    repository.rendered()
    assert secret.encode() in repository.tree()["base/s01/deployment.yaml"]
    for path in (repository.root / ".kubecatalog").rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_what_is_kept_is_ignored_by_git(repository: Repository) -> None:
    assert (repository.root / ".kubecatalog/.gitignore").read_text() == "*\n"
    assert left_over(repository) == []


def test_a_run_in_which_nothing_changed_reads_no_yaml_and_checks_nothing(repository: Repository) -> None:
    repository.rendered()
    outcome = repository.rendered()
    assert outcome.reused == UNITS
    done = repository.started("render", "--format", "json", environ={"PYTHONPROFILEIMPORTTIME": "1"})
    assert json.loads(done.stdout)["summary"]["reused"] == UNITS
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "generator.pipeline" in imported
    assert not imported & {"generator.make", "generator.checks.stages", "jsonschema", "ruamel.yaml", "ryaml", "yaml"}


def test_an_index_that_cannot_be_saved_is_no_failure(repository: Repository, tree_after: dict[str, bytes]) -> None:
    """The tree is done by then, and the next run only takes longer."""
    (repository.root / INDEX).unlink()
    (repository.root / INDEX).mkdir()
    set_catalog(repository, after())
    done = repository.command("render")
    assert (done.returncode, done.stderr) == (0, "")
    assert generated(repository) == tree_after
    assert repository.command("render", "--check").returncode == 0
    (repository.root / INDEX).rmdir()
    repository.rendered()
    assert repository.rendered().reused == UNITS
