"""The order in which kustomize itself writes the keys of Secrets is the one that we write them in."""

from __future__ import annotations

import json
import os
import random
from itertools import combinations
from pathlib import Path

import yaml

from generator.secrets.key_order import compared, ordered
from generator.tools.locate import CHECKOUT, tool
from generator.tools.run import run

ALPHABETS = ("ABC_", "ab-.", "key0123", "xyz_-.059", "AB_C1", "abcXYZ", "0123456789")
CIRCLE = ["key1a", "key2", "key10"]


def _built(folder: Path, sets: list[list[str]]) -> list[list[str]]:
    secrets = [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": f"s{number}"},
            "stringData": dict.fromkeys(keys, "v"),
        }
        for number, keys in enumerate(sets)
    ]
    (folder / "all.yaml").write_text("\n---\n".join(map(json.dumps, secrets)))
    (folder / "kustomization.yaml").write_text("resources: [all.yaml]\nsortOptions: {order: fifo}\n")
    kustomize = tool("kustomize", CHECKOUT, os.environ)
    built = run([kustomize, "build", folder], tool="kustomize", version="", timeout=60).stdout
    # BaseLoader: keys such as 010 or 1e5 are text here.
    return [list(secret["stringData"]) for secret in yaml.load_all(built, Loader=yaml.BaseLoader)]


def _names(chance: random.Random, alphabet: str) -> list[str]:
    return sorted({"".join(chance.choices(alphabet, k=chance.randint(1, 6))) for _ in range(12)})


def test_names_that_people_give(tmp_path: Path) -> None:
    names = (
        ".dockerconfigjson _x 1 01 10 A API_KEY DB_URL DBNAME Z a api-key api.key "
        "key2 key02 key10 key12 key100 key0100 tls.crt tls.key"
    ).split()
    assert _built(tmp_path, [sorted(names)]) == [names]
    assert ordered(names[::-1]) == names


def test_any_names(tmp_path: Path) -> None:
    chance = random.Random(5)
    sets = [_names(chance, ALPHABETS[number % len(ALPHABETS)]) for number in range(300)]
    settled = [keys for keys in sets if all(compared(*pair) < 0 for pair in combinations(ordered(keys), 2))]
    assert len(settled) > 100
    assert _built(tmp_path, settled) == [ordered(keys) for keys in settled]


def test_keys_that_go_in_a_circle_have_one_order_here() -> None:
    assert [compared(*pair) < 0 for pair in zip(CIRCLE, [*CIRCLE[1:], CIRCLE[0]], strict=True)] == [True, True, True]
    assert len({tuple(ordered(keys)) for keys in (CIRCLE, CIRCLE[::-1], CIRCLE[1:] + CIRCLE[:1])}) == 1
