"""YAML is read as kubeconform, kubectl and kustomize read it, not as PyYAML would."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.checks.kubeconform import validate
from generator.json_types import JsonMap
from generator.schemas.manifests import Loader, documents, parts

SCALARS = """\
    y n Y N yes No ON off true False TRUE ~ null 1 +1 -1 0 00 010 08 0o17 0x1F 0b11 1_000 1e3 1.5 .5 1. -.5e-2 .inf
    -.INF .nan 1:30 190:20:30 2024-01-01 2024-01-01T00:00:00Z = << yEs truthy 1.2.3 0x 1__ 12345678901234567890 1e 0b2
    1e400 -1e400 986007e175123761 1e-999 - -- +
    """.split()


def test_every_scalar_has_the_type_that_kubeconform_sees(kubeconform: Path, tmp_path: Path) -> None:
    plain = [scalar for scalar in SCALARS if scalar not in ("-", "<<")]
    files = {}
    for number, scalar in enumerate(plain):
        file = tmp_path / f"{number:03}.yaml"
        file.write_text(f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {{a: {scalar}}}\n")
        files[file] = "1.36"
    refused = [
        plain[int(found.file.stem)]
        for found in validate(files, kubeconform=kubeconform, root=tmp_path)
        if found.status != "valid"
    ]
    ours = [scalar for scalar in plain if not isinstance(value(scalar), str | None)]
    assert ours == refused


def value(scalar: str) -> object:
    found: JsonMap = yaml.load(f"a: {scalar}", Loader)
    return found["a"]


def test_keys_are_strings(tmp_path: Path) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text("on: 1\n1: 2\na: 3\n2024-01-01: 4\n")
    assert list(documents(file)) == [(0, {"true": 1, "1": 2, "a": 3, "2024-01-01": 4})]


def test_lists_are_taken_apart_and_what_is_no_map_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("- a\n---\n# nothing\n---\nkind: List\nitems: [{a: 1}, {kind: list, items: [{b: 2}]}]\n---\nc: 3\n")
    assert list(documents(file)) == [(2, {"a": 1}), (2, {"b": 2}), (3, {"c": 3})]


@pytest.mark.parametrize("scalar", SCALARS)
def test_what_kustomize_printed_is_read_like_any_other_manifest(scalar: str) -> None:
    text = f"a: {scalar}\nb: [{{c: {scalar}}}]\n{scalar}: {{on: 1, 2: [true, null, '', {{}}]}}\nf: |\n  g: 1\n"
    try:
        wanted = yaml.load(text, Loader)
    except yaml.YAMLError:
        return
    ((printed, found),) = parts(text)
    assert (printed, repr(found)) == (text, repr(wanted))
