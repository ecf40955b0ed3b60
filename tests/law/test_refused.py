"""What kustomize cannot carry is refused at its place in the catalog, in words, and without a manifest in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.json_types import Json, JsonMap
from tests.law.cases import PLATFORM
from tests.law.services import UNCARRIED
from tests.repository import SERVICES, Repository, told

FILE = f"{SERVICES}/orders.yaml"
IMAGE = {"image": "registry.example.com/a:1"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def found(repository: Repository, service: JsonMap) -> list[str]:
    repository.catalog(PLATFORM, {"orders": {**IMAGE, **service}})
    return told(repository.render().findings)


@pytest.mark.parametrize(
    ("service", "place", "message"),
    [
        ({"env": {"A": "a\x7fb"}}, "3:8", "the text holds the character U+007F"),
        ({"args": ["ok", "a\x85b"]}, "4:3", "the text holds the character U+0085"),
        ({"annotations": {"a": "one\ntwo\uffff\n"}}, "3:8", "the text holds the character U+FFFF in line 2"),
        ({"config": {"files": {"a.txt": "\x9f"}}}, "4:14", "the text holds the character U+009F"),
    ],
)
def test_a_character(service: JsonMap, place: str, message: str, repository: Repository) -> None:
    wanted = f"{FILE}:{place}: unprintable-character: {message}, which kustomize cannot carry"
    assert found(repository, service) == [wanted]


def test_a_character_of_a_file(repository: Repository) -> None:
    repository.write(f"{SERVICES}/orders/app.txt", "one\ntwo\n\x7f\n")
    service = {"config": {"files": {"app.txt": {"from": "orders/app.txt"}}}}
    message = "orders/app.txt holds the character U+007F in line 3, which kustomize cannot carry"
    assert found(repository, service) == [f"{FILE}:5:15: unprintable-character: {message}"]


def test_every_such_character(repository: Repository) -> None:
    characters = sorted(set(UNCARRIED))
    lines = found(repository, {"args": [f"a{character}b" for character in characters]})
    assert [line.partition("the character ")[2][:6] for line in lines] == [f"U+{ord(one):04X}" for one in characters]


def test_a_text_of_several_lines_that_starts_with_a_tab(repository: Repository) -> None:
    what = "has several lines and starts with a tab, which kustomize cannot carry"
    assert found(repository, {"config": {"files": {"a.txt": "\tone\ntwo\n"}}}) == [
        f"{FILE}:4:14: leading-tab: the text {what}"
    ]
    assert found(repository, {"env": {"A": "\tone line"}}) == []


@pytest.mark.parametrize("name", ["true", "Null", "1", "1e3", "0x1f", "012", "1_000", "2024-01-01", "1.5"])
@pytest.mark.parametrize("field", ["labels", "annotations", "config"])
def test_a_name_that_reads_as_another_type(field: str, name: str, repository: Repository) -> None:
    value: Json = {"values": {name: "x"}} if field == "config" else {name: "x"}
    place = "4" if field == "config" else "3"
    message = f'"{name}" cannot be a name here: kustomize reads it as another type than a string'
    lines = found(repository, {field: value})
    assert [line.partition(": ")[2] for line in lines] == [f"unreadable-name: {message}"]
    assert lines[0].startswith(f"{FILE}:{place}:")


def test_names_that_only_look_like_it(repository: Repository) -> None:
    names: JsonMap = dict.fromkeys(("on", "y", "1.2.3", "v1", "a-1", "trueish", "e1"), "x")
    assert found(repository, {"labels": names, "annotations": names, "config": {"values": names}}) == []


def test_what_kustomize_refuses_is_told_without_the_manifest(repository: Repository) -> None:
    """Its own message quotes the whole of it."""
    secret = "a value that nobody should read in a log"
    manifest = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "x", "annotations": {"note": secret}},
        "data": {"a\x85b": "x"},
    }
    repository.catalog(PLATFORM, {"orders": {**IMAGE, "manifests": [manifest]}})
    done = repository.command("render")
    assert done.returncode == 1
    assert secret not in done.stdout + done.stderr
    assert "map[" not in done.stdout + done.stderr
