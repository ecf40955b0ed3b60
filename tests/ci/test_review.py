"""`report` and `diff`: what a reviewer is told of a change, in which words, and what is never shown."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.commands.report import reviewed
from generator.json_types import JsonMap
from generator.report.diff_text import diff
from generator.report.markdown import MARKER, code, markdown
from generator.report.review_json import as_json
from generator.review.change import OverlayChange
from generator.review.dangers import dangers
from generator.review.encrypted import SecretChange
from generator.review.lines import lines
from generator.review.objects import ObjectChange, objects
from generator.review.review import Review, review
from tests.ci.repo import committed, workspace
from tests.incremental.shop import Shop


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("review") / "shop"
    committed(root)
    return root


@pytest.fixture
def shop(rendered: Path, tmp_path: Path) -> Shop:
    shutil.copytree(rendered, tmp_path / "shop")
    return Shop(tmp_path / "shop")


def _review(shop: Shop, *environments: str) -> Review:
    shop.save()
    return reviewed(workspace(shop.root), "main", environments)


def test_images_replicas_and_words_by_environment(shop: Shop) -> None:
    shop.services["web"] |= {"image": "registry.example.com/web:2", "environments": {"prod": {"replicas": 5}}}
    shop.services["new"] = {"image": "registry.example.com/new:1"}
    del shop.services["worker"]
    found = _review(shop)
    rows = {item.unit: item for item in found.services["prod"]}
    assert {name: item.status for name, item in rows.items()} == {
        **{"new": "added", "web": "changed", "worker": "removed"},
        "db": "changed",
    }
    web = rows["web"]
    assert list(web.images) == [("web", "registry.example.com/web:1", "registry.example.com/web:2")]
    assert [tuple(step) for step in web.replicas] == [("web", "1", "5")]
    dev = {item.unit: item for item in found.services["dev"]}["web"]
    assert (list(dev.replicas), list(dev.words)) == ([], [])
    text = markdown(found)
    assert text.startswith(f"{MARKER}\n")
    assert "<code>web</code>: <code>1</code> → <code>5</code>" in text
    assert text == markdown(found), "the same each time"


def test_one_environment(shop: Shop) -> None:
    shop.services["web"]["replicas"] = 3
    found = _review(shop, "prod")
    assert list(found.services) == ["prod"]
    assert list(diff(found, color=False)) == [
        "prod/web changed",
        "  Deployment web changed",
        "  - spec.replicas: 1",
        "  + spec.replicas: 3",
    ]
    assert "\x1b[32m  + spec.replicas: 3\x1b[0m" in diff(found, color=True)
    service = json.loads(as_json(found))["environments"][0]["services"][0]
    assert service["replicas"] == [{"name": "web", "before": "1", "after": "3"}]


def test_nothing_changed(shop: Shop) -> None:
    found = _review(shop)
    assert found.is_empty
    assert "No manifest changes." in markdown(found)
    assert list(diff(found, color=False)) == ["no manifest changes since main"]


def test_what_is_known_from_earlier_runs_changes_nothing(shop: Shop) -> None:
    shop.services["web"]["replicas"] = 3
    first = markdown(_review(shop))
    assert markdown(_review(shop)) == first


def test_a_catalog_with_a_mistake_is_told(shop: Shop) -> None:
    shop.services["web"]["replicas"] = "many"
    text = markdown(_review(shop))
    assert "Services with errors in the catalog are not rendered, and not compared." in text
    assert "error&#91;wrong-type&#93;" in text


def test_a_store_that_goes_is_dangerous_and_comes_first(shop: Shop) -> None:
    shop.services["cache"] |= {"kind": "StatefulSet", "persistence": {"data": {"mount": "/data", "size": "1Gi"}}}
    shop.services["api"]["replicas"] = 2
    found = _review(shop)
    assert found.services["prod"][0].unit == "cache"
    assert found.services["prod"][0].rank[0] < 2
    selector = {**shop.services["db"], "selector": {"app": "other"}}
    shop.services["db"] = selector
    told = [danger.text for item in _review(shop).services["prod"] if item.unit == "db" for danger in item.dangers]
    assert any(text.startswith("immutable-field: ") for text in told), told


def _object(kind: str, before: JsonMap | None, after: JsonMap | None) -> ObjectChange:
    metadata = {"metadata": {"name": "x"}}
    sides = [
        None if side is None else {"apiVersion": "v1", "kind": kind, **metadata, **side} for side in (before, after)
    ]
    return ObjectChange("", kind, "", "x", *sides)


def _pod(**fields: object) -> JsonMap:
    return {"spec": {"template": {"spec": fields}}}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_object("PersistentVolumeClaim", {}, None), "PersistentVolumeClaim x is deleted"),
        (_object("Namespace", {}, None), "Namespace x is deleted"),
        (_object("NetworkPolicy", {}, None), "NetworkPolicy x is deleted"),
        (_object("ClusterRole", None, {"rules": []}), "rights: ClusterRole x is added"),
        (_object("Role", {"rules": []}, {"rules": [{"verbs": ["*"]}]}), "rights: Role x changes"),
        (_object("Service", {"spec": {"selector": {"a": "b"}}}, {"spec": {}}), "selector of Service x changes"),
        (_object("Service", None, {"spec": {"type": "NodePort"}}), "exposure: Service x is of type NodePort"),
        (_object("Ingress", None, {"spec": {"rules": [{"host": "h"}]}}), "exposure: Ingress x answers for h"),
        (_object("Deployment", _pod(), _pod(hostNetwork=True)), "privileges: Deployment x sets hostNetwork: true"),
        (
            _object("Deployment", _pod(), _pod(volumes=[{"name": "v", "hostPath": {"path": "/"}}])),
            "privileges: Deployment x mounts / of its node",
        ),
        (
            _object("Deployment", None, _pod(containers=[{"name": "c", "securityContext": {"privileged": True}}])),
            "privileges: Deployment x sets privileged: true",
        ),
    ],
)  # fmt: skip
def test_what_nobody_must_overlook(change: ObjectChange, told: str) -> None:
    assert told in [danger.text for danger in dangers(change)]
    same = ObjectChange(change.group, change.kind, "", "x", change.after, change.after)
    assert dangers(same) == []


def test_items_of_lists_are_told_apart_by_name() -> None:
    before = _pod(containers=[{"name": "web", "env": [{"name": "A", "value": "1"}]}])
    after = _pod(containers=[{"name": "proxy"}, {"name": "web", "env": [{"name": "B"}, {"name": "A", "value": "2"}]}])
    assert lines(_object("Deployment", before, after)) == [
        ("-", "spec.template.spec.containers[web].env[A].value: 1"),
        ("+", "spec.template.spec.containers[web].env[A].value: 2"),
        ("+", "spec.template.spec.containers[web].env[B].name: B"),
        ("+", "spec.template.spec.containers[proxy].name: proxy"),
    ]


CANARY = "correct-horse"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("Secret", {"data": {"a": CANARY}}),
        ("Secret", {"stringData": {"a": CANARY}}),
        ("Deployment", _pod(containers=[{"name": "c", "env": [{"name": "DB_PASSWORD", "value": CANARY}]}])),
        ("ConfigMap", {"data": {"apiKey": CANARY}}),
        ("ConfigMap", {"data": {"app.conf": f"user = me\npassword = {CANARY}\n"}}),
        ("ConfigMap", {"data": {"key.pem": f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n"}}),
        ("Thing", {"spec": {"value": f"ENC[AES256_GCM,data:{CANARY}]"}}),
    ],
)
def test_no_secret_is_shown(kind: str, content: JsonMap) -> None:
    other = json.loads(json.dumps(content).replace(CANARY, f"{CANARY}-before"))
    for before, after in ((None, content), (content, None), (other, content)):
        change = _object(kind, before, after)
        sides = [None if side is None else [side] for side in (change.before, change.after)]
        found = review("main", [OverlayChange("prod", "x", *sides)], [], [], {}, {})
        shown = [markdown(found), as_json(found), *diff(found, color=False)]
        assert not any(CANARY in text for text in shown)
        assert any("(hidden)" in text for text in shown)


def test_encrypted_secrets_by_key() -> None:
    change = SecretChange("prod", "web", "changed", ["new"], ["old"], ["token"], recipients=True)
    found = review("main", [], [], [change], {"delivery/flux/prod": 2}, {})
    text = markdown(found)
    assert "encrypted <code>web</code> | changed" in text
    assert "others can read it" in text
    assert "delivery/flux/prod</code>: 2 files" in text
    assert list(diff(found, color=False)) == [
        *("prod: encrypted web changed", "  + new", "  - old", "    token: another ciphertext"),
        *("  ! others can read it", "delivery/flux/prod: 2 files changed"),
    ]


def test_a_config_map_with_another_hash_is_the_same_one() -> None:
    def config(name: str, value: str) -> JsonMap:
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"A": value}}

    (found,) = objects([config("web-4h55h22mf8", "1")], [config("web-bd4k59bhmk", "2")])
    assert (found.name, found.status) == ("web", "changed")


EVIL = "@team `x` | <img src=x> [a](b) #1 !2 ~3 **b** </code></details>\n```\x1b[31m"


def test_what_the_catalog_says_is_no_markdown() -> None:
    text = code(EVIL)
    inner = text.removeprefix("<code>").removesuffix("</code>")
    assert not re.search(r"[@`|<>\[\]#!~*\n\x1b]", re.sub(r"&#[0-9]+;", "", inner))
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": EVIL}, "data": {"a": f"````\n{EVIL}"}}
    found = review("main", [OverlayChange("prod", "x", None, [manifest])], [], [], {}, {})
    body = markdown(found)
    fences = [line for line in body.split("\n") if line.startswith("`````")]
    assert fences == ["`````diff", "`````"], "longer than any run of backticks between them"


@pytest.mark.parametrize("most", [2_000, 10_000, 65_536])
def test_a_comment_keeps_to_its_limit_and_counts_what_it_cuts(most: int) -> None:
    def service(number: int) -> OverlayChange:
        sides = [
            [
                {
                    "apiVersion": "v1",
                    "kind": "ConfigMap",
                    "metadata": {"name": "c"},
                    "data": {f"k{n}": value * 40 for n in range(30)},
                }
            ]
            for value in ("a", "b")
        ]
        return OverlayChange(f"env-{number % 3}", f"service-{number:03}", *sides)  # fmt: skip

    claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}}
    changes = [*(service(number) for number in range(300)), OverlayChange("env-1", "zebra", [claim], None)]
    text = markdown(review("main", changes, [], [], {}, {}), most)
    assert len(text) <= most
    assert text.count("<details>") == text.count("</details>")
    assert text.index("zebra") < text.index("service-"), "what is dangerous comes first"
    assert (re.search(r"\| \d+ more \|", text) is not None) == (most < 65_536)
    assert re.search(r"The manifests of \d+ more do not fit here", text)
