"""One result a resource: its status, its place, and nothing passed over in silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.checks.kubeconform import SchemaResult, validate
from generator.errors import KubecatalogError

Judge = Callable[..., list[SchemaResult]]

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\n"


def places(results: list[SchemaResult]) -> list[tuple[int | None, str, str, str, str]]:
    return [(found.document, found.kind, found.namespace, found.name, found.status) for found in results]


def problems(results: list[SchemaResult]) -> list[tuple[str, str, str]]:
    return [(problem.fault, problem.field, problem.message) for found in results for problem in found.problems]


def test_documents_of_one_name_are_told_apart(judge: Judge) -> None:
    results = judge(
        """\
        # a comment is no document
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: shop, namespace: dev}, data: {a: b}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: shop, namespace: prod}, data: {a: 1}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {generateName: shop-}, date: {}}
        """
    )
    assert places(results) == [
        (0, "ConfigMap", "dev", "shop", "valid"),
        (1, "ConfigMap", "prod", "shop", "invalid"),
        (2, "ConfigMap", "", "shop-", "invalid"),
    ]


def test_the_items_of_a_list_are_resources(judge: Judge) -> None:
    results = judge(
        """\
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: Secret, metadata: {name: pin}, stringData: {pin: 4711}}
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: shop}}
        """
    )
    assert places(results) == [(0, "ConfigMap", "", "shop", "valid"), (0, "Secret", "", "pin", "invalid")]


def test_files_of_different_versions_are_judged_by_their_own(kubeconform: Path, tmp_path: Path) -> None:
    text = "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: more}\nspec: {cidrs: [10.0.0.0/16]}\n"
    files = {tmp_path / "old.yaml": "1.32", tmp_path / "new.yaml": "v1.33.4"}
    for file in files:
        file.write_text(text)
    results = {found.file.name: found for found in validate(files, kubeconform=kubeconform, root=tmp_path)}
    assert results["new.yaml"].status == "valid"
    assert [problem.hint for problem in results["old.yaml"].problems] == ["did you mean networking.k8s.io/v1beta1?"]


def test_a_version_without_schemas_is_an_error(kubeconform: Path, tmp_path: Path) -> None:
    with pytest.raises(KubecatalogError, match=r"no schemas for Kubernetes 1\.20"):
        list(validate({tmp_path / "any.yaml": "1.20"}, kubeconform=kubeconform, root=tmp_path))


NO_MAP = "not a manifest: expected a map with apiVersion, kind and metadata"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- hunter2\n", f"unreadable-manifest : {NO_MAP}"),
        ("hunter2\n", f"unreadable-manifest : {NO_MAP}"),
        ("a:\n\tname: a\n", "unreadable-manifest : not YAML: line 2: found character that cannot start any token"),
        ("kind: *hunter\n", "unreadable-manifest : not YAML: unknown anchor 'hunter' referenced"),
        ("kind: Secret\nmetadata: {name: a}\n", "missing-field apiVersion: missing required field apiVersion"),
        ("apiVersion: v1\nmetadata: {name: a}\n", "missing-field kind: missing required field kind"),
        (CONFIG_MAP.replace("{name: shop}", "shop"), 'wrong-type metadata: expected map, found string "shop"'),
        (CONFIG_MAP.replace("shop", "2024"), "wrong-type metadata.name: expected string, found integer 2024"),
        (CONFIG_MAP + "data:\ndata:\n", "duplicate-key : key data is set twice, again in line 5 of the document"),
    ],
)
def test_what_is_no_manifest(judge: Judge, text: str, expected: str) -> None:
    results = judge(text)
    assert [f"{fault} {field}: {message}" for fault, field, message in problems(results)] == [expected]
    assert results[0].status in ("error", "invalid")


def test_a_file_that_kubeconform_does_not_read_is_an_error(kubeconform: Path, tmp_path: Path) -> None:
    files = {tmp_path / name: "1.36" for name in ("a.yaml", "absent.yaml", "notes.txt", "z.yml", "-empty.json")}
    for file in files:
        if file.stem != "absent":
            file.write_text("" if file.stem == "-empty" else CONFIG_MAP)
    results = list(validate(files, kubeconform=kubeconform, root=tmp_path))
    assert [(found.file.name, found.status) for found in results] == [
        ("a.yaml", "valid"),
        ("absent.yaml", "error"),
        ("notes.txt", "error"),
        ("z.yml", "valid"),
    ]
    assert problems(results) == [
        ("unreadable-manifest", "", "cannot be read: no such file or directory"),
        ("unreadable-manifest", "", "not read by kubeconform"),
    ]


def secret(name: str, body: str, sops: str = '{mac: "ENC[x]", version: 3.11.0}') -> str:
    return f"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}}}\n{body}\nsops: {sops}\n"


def test_an_encrypted_secret_is_judged_without_what_sops_added(judge: Judge) -> None:
    results = judge(
        "---\n".join(
            [
                secret("good", 'data: {password: "ENC[AES256_GCM,data:x,type:str]"}'),
                secret("typo", 'dat: {password: "ENC[AES256_GCM,data:x,type:str]"}'),
                secret("plain", "data: {password: hunter2}", "{note: not encrypted}"),
            ]
        )
    )
    assert places(results) == [
        (0, "Secret", "", "good", "valid"),
        (1, "Secret", "", "typo", "invalid"),
        (2, "Secret", "", "plain", "invalid"),
    ]
    assert problems(results) == [
        ("unknown-field", "dat", "unknown field dat"),
        ("unknown-field", "sops", "unknown field sops"),
    ]


def test_no_value_of_a_secret_is_written_to_a_second_file(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = Path.write_text

    def spy(path: Path, text: str) -> int:
        written.append(text)
        return write(path, text)

    text = secret("leak", "stringData: {password: hunter2, port: 5432}\ndata: {password: hunter3}")
    file = tmp_path / "manifests.yaml"
    monkeypatch.setattr(Path, "write_text", spy)
    (result,) = judge(text)
    assert [problem.message for problem in result.problems] == ["expected string, found integer"]
    (original, copy) = written
    assert original == file.read_text()
    assert json.loads(copy)["stringData"] == {"password": "", "port": 5432}
    assert "hunter" not in copy


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: hunter2\n",
        "apiVersion: v1\nkind: Secret\nmetadata: hunter2\n",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a, labels: {a: [hunter2]}, creationTimestamp: hunter2}\n",
        "apiVersion: v1\nkind: Secret\nstringData: {a: b}\nstringData: {a: hunter2}\n",
        "apiVersion: v1\nkind: Secret\nstringData: {? [hunter2] : b}\n",
        "kind: Secret\nstringData: {a: 'hunter2\n",
        "apiVersion: v1\nkind: [hunter2]\n",
        "hunter2: [",
        "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Secret, data: [hunter2]}]\n",
    ],
)
def test_no_message_holds_a_value_of_a_secret(judge: Judge, text: str) -> None:
    results = judge(text)
    assert results
    assert all(found.problems for found in results)
    assert "hunter2" not in str(results)


def test_thousands_of_files_go_through_several_processes(
    kubeconform: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.schemas.judge.CHUNK_FILES", 3)
    files = {tmp_path / f"{number}.yaml": "1.36" for number in range(8)}
    for file in files:
        file.write_text(CONFIG_MAP.replace("shop", f"shop-{file.stem}"))
    results = list(validate(files, kubeconform=kubeconform, root=tmp_path))
    assert [(found.file.name, found.name, found.status) for found in results] == [
        (f"{number}.yaml", f"shop-{number}", "valid") for number in range(8)
    ]
