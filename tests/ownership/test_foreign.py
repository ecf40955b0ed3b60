"""What people wrote or changed is never replaced or removed, unless they say so; then nothing else is done either."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ownership.shop import (
    HANDWRITTEN,
    after,
    assert_handwritten,
    before,
    empty_folders,
    generated,
    left_over,
    set_catalog,
)
from tests.repository import SERVICES, Repository, told

OVERWRITE = "`kubecatalog render --overwrite`"
FOREIGN = "base/new-a/deployment.yaml"
EDITED = "overlays/prod/s01/deployment.patch.yaml"
PAYLOAD = "base/s03/s03-config/app.yml"
ORPHAN = "base/s19/deployment.yaml"
ORPHAN_PAYLOAD = "base/s18/s18-config/app.yml"


def appended(repository: Repository, path: str) -> bytes:
    content = (repository.root / path).read_bytes() + b"# by hand\n"
    repository.write(path, content)
    return content


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (EDITED, f"{EDITED} was changed by hand"),
        (PAYLOAD, f"{PAYLOAD} was changed by hand"),
        ("base/s03/kustomization.yaml", "base/s03/kustomization.yaml was changed by hand"),
        (ORPHAN, f"{ORPHAN} is no longer generated, and was changed by hand"),
        (ORPHAN_PAYLOAD, f"{ORPHAN_PAYLOAD} is no longer generated, and was changed by hand"),
    ],
)
def test_a_changed_file_stops_everything(
    path: str, message: str, repository: Repository, tree_after: dict[str, bytes]
) -> None:
    content = appended(repository, path)
    tree = repository.tree()
    set_catalog(repository, after())
    outcome = repository.render()
    assert told(outcome.findings) == [f"{path}:1:1: edited-file: {message}"]
    assert OVERWRITE in outcome.findings[0].hint
    assert repository.tree() == tree
    assert (outcome.written, outcome.deleted) == ([], [])
    # And again, for the index now knows the catalog.
    assert told(repository.render().findings) == told(outcome.findings)
    assert (repository.root / path).read_bytes() == content
    repository.render(overwrite=True)
    assert generated(repository) == tree_after
    assert_handwritten(repository)
    assert empty_folders(repository) == []


def test_a_changed_file_of_an_unchanged_catalog(repository: Repository) -> None:
    tree = generated(repository)
    content = appended(repository, EDITED)
    outcome = repository.render()
    assert told(outcome.findings) == [f"{EDITED}:1:1: edited-file: {EDITED} was changed by hand"]
    assert (repository.root / EDITED).read_bytes() == content
    outcome = repository.render(overwrite=True)
    assert outcome.written == [EDITED]
    assert generated(repository) == tree


@pytest.mark.parametrize("content", [b"", b"kind: Deployment\n", b"\xff\xfe\x00"])
def test_a_file_of_people_where_a_generated_one_belongs(
    content: bytes, repository: Repository, tree_after: dict[str, bytes]
) -> None:
    repository.write(FOREIGN, content)
    tree = repository.tree()
    set_catalog(repository, after())
    outcome = repository.render()
    message = f"{FOREIGN} was not written by kubecatalog, and stands where a generated file belongs"
    assert told(outcome.findings) == [f"{FOREIGN}:1:1: foreign-file: {message}"]
    assert OVERWRITE in outcome.findings[0].hint
    assert repository.tree() == tree
    repository.remove(FOREIGN)
    repository.rendered()
    assert generated(repository) == tree_after


def test_all_of_them_are_named_at_once(repository: Repository) -> None:
    for path in (EDITED, PAYLOAD, ORPHAN):
        appended(repository, path)
    repository.write(FOREIGN, "")
    set_catalog(repository, after())
    outcome = repository.render()
    assert [finding.source.file for finding in outcome.findings] == sorted((EDITED, PAYLOAD, ORPHAN, FOREIGN))
    done = repository.command("render")
    assert done.returncode == 1
    assert f"{EDITED}:1:1: error[edited-file] {EDITED} was changed by hand" in done.stdout


def test_a_check_names_what_would_be_done(repository: Repository) -> None:
    set_catalog(repository, after())
    done = repository.command("render", "--check")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    for line in (
        "base/new-a/deployment.yaml:1:1: error[missing-file] base/new-a/deployment.yaml is missing",
        "base/s01/deployment.yaml:1:1: error[outdated-file] base/s01/deployment.yaml is not what the catalog generates",
        f"{ORPHAN}:1:1: error[orphaned-file] {ORPHAN} is no longer generated; it came from {SERVICES}/s19.yaml",
        f"{ORPHAN_PAYLOAD}:1:1: error[orphaned-file] {ORPHAN_PAYLOAD} is no longer generated",
    ):
        assert line in lines
    assert not any(path in done.stdout for path in HANDWRITTEN)


def test_files_beside_ours_survive_everything(repository: Repository, tree_after: dict[str, bytes]) -> None:
    set_catalog(repository, after())
    repository.rendered()
    assert_handwritten(repository)
    assert repository.tree().keys() == tree_after.keys() | HANDWRITTEN.keys()
    platform, _ = before()
    set_catalog(repository, (platform, {}))
    repository.render(overwrite=True)
    assert_handwritten(repository)
    assert empty_folders(repository) == []


def test_a_service_that_is_gone_leaves_nothing(repository: Repository) -> None:
    platform, services = before()
    for name in ("s00", "s04", "s18"):
        del services[name]
    set_catalog(repository, (platform, services))
    outcome = repository.rendered()
    gone = [path for path in outcome.deleted if "/s18/" in path]
    assert "overlays/prod/s18/s18-config/app.yml" in gone
    for top in ("base", "overlays/dev", "overlays/prod"):
        for name in ("s00", "s04", "s18"):
            assert not (repository.root / top / name).exists()


def test_an_environment_that_is_gone_leaves_nothing(repository: Repository) -> None:
    platform, services = before()
    environments = {"prod": platform["environments"]["prod"]}
    set_catalog(
        repository,
        (
            {**platform, "environments": environments},
            {
                name: {**service, "environments": {"prod": service["environments"]["prod"]}}
                for name, service in services.items()
            },
        ),
    )
    repository.rendered()
    assert not (repository.root / "overlays/dev").exists()
    assert_handwritten(repository)


def test_a_service_with_another_name(repository: Repository) -> None:
    os.rename(repository.root / SERVICES / "s18.yaml", repository.root / SERVICES / "other.yaml")
    outcome = repository.rendered()
    assert {path.split("/")[-3] for path in outcome.deleted if "s18-config" in path} == {"s18"}
    assert not [path for path in generated(repository) if "s18" in path]
    assert (repository.root / "overlays/prod/other/other-config/app.yml").read_bytes() == b"prod: 1\n"


def test_a_tree_without_its_cache_is_still_ours(repository: Repository, tree_after: dict[str, bytes]) -> None:
    """As in a fresh clone."""
    shutil.rmtree(repository.root / ".kubecatalog")
    set_catalog(repository, after())
    repository.rendered()
    assert generated(repository) == tree_after


KINDS = ("dangling link", "link to a file", "link to a folder", "folder", "pipe", "socket")


def make(kind: str, place: Path, outside: Path) -> None:
    """Put something that is no file of ours at `place`."""
    place.unlink(missing_ok=True)
    place.parent.mkdir(exist_ok=True)
    makers: dict[str, Callable[[], object]] = {
        "dangling link": lambda: place.symlink_to("nowhere"),
        "link to a file": lambda: place.symlink_to(outside / "file.yaml"),
        "link to a folder": lambda: place.symlink_to(outside),
        "folder": lambda: os.makedirs(place / "inside"),
        "pipe": lambda: os.mkfifo(place),
        "socket": lambda: os.mknod(place, 0o140644),
    }
    makers[kind]()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file.yaml").write_text("a: 1\n")
    return folder


def test_what_is_no_file_is_left_alone(repository: Repository, tree_after: dict[str, bytes], outside: Path) -> None:
    """Nobody waits for a pipe, or goes where a link leads."""
    places = [repository.root / folder / f"strange {kind}" for kind in KINDS for folder in ("base", "overlays/dev/s01")]
    for place in places:
        make(place.name.removeprefix("strange "), place, outside)
    set_catalog(repository, after())
    repository.rendered()
    assert [place for place in places if not os.path.lexists(place)] == []
    assert {path: content for path, content in generated(repository).items() if "strange" not in path} == tree_after


def test_what_is_no_file_where_ours_belongs(
    repository: Repository, tree_after: dict[str, bytes], outside: Path
) -> None:
    places = {kind: f"base/s{number:02}/deployment.yaml" for number, kind in enumerate(KINDS)}
    places |= {f"new {kind}": f"base/new-a/{name}" for kind, name in zip(KINDS, NEW, strict=True)}
    for kind, path in places.items():
        make(kind.removeprefix("new "), repository.root / path, outside)
    set_catalog(repository, after())
    outcome = repository.render()
    what = "was not written by kubecatalog, and stands where a generated file belongs"
    assert told(outcome.findings) == [f"{path}:1:1: foreign-file: {path} {what}" for path in sorted(places.values())]
    for path in places.values():
        place = repository.root / path
        assert os.path.lexists(place)
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink()
    repository.rendered()
    assert generated(repository) == tree_after
    assert (outside / "file.yaml").read_text() == "a: 1\n"
    assert left_over(repository) == []


NEW = (
    "deployment.yaml",
    "kustomization.yaml",
    "network-policy.yaml",
    "service.yaml",
    "service-account.yaml",
    "new-a-config/app.yml",
)


def test_a_file_where_a_folder_belongs(repository: Repository) -> None:
    repository.write("base/new-a", "mine\n")
    tree = repository.tree()
    set_catalog(repository, after())
    outcome = repository.render()
    message = "base/new-a was not written by kubecatalog, and stands where a generated file belongs"
    assert told(outcome.findings) == [f"base/new-a:1:1: foreign-file: {message}"]
    assert repository.tree() == tree


def test_a_linked_folder_is_not_written_into(repository: Repository, outside: Path) -> None:
    (repository.root / "base/new-a").symlink_to(outside)
    set_catalog(repository, after())
    outcome = repository.render()
    message = "base/new-a was not written by kubecatalog, and stands where a generated file belongs"
    assert told(outcome.findings) == [f"base/new-a:1:1: foreign-file: {message}"]
    assert os.listdir(outside) == ["file.yaml"]
