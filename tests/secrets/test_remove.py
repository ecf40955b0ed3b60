"""`secrets remove` takes values away, and with the last one the file."""

from __future__ import annotations

import re

from tests.secrets.stages import Stages


def _filled(stages: Stages) -> Stages:
    stages.fill("dev/orders", dict.fromkeys(("api-key", "database-password", "old"), "canary"))
    return stages


def test_the_others_keep_their_ciphertext(stages: Stages) -> None:
    before = _filled(stages).file("dev/orders").read_text()
    told = stages.told("remove", "dev/orders", "old", "api-key")
    assert told == (
        "secrets/dev/orders.sops.yaml written: api-key, old\n"
        "    `kubecatalog render`, so that pods that use it roll\n"
        "    the catalog still needs api-key\n"
    )
    assert stages.values("dev/orders") == {"database-password": "canary"}
    kept = re.search(r"  database-password: ENC.*\n", before)
    assert kept and kept[0] in stages.file("dev/orders").read_text()


def test_last_value_removes_the_file(stages: Stages) -> None:
    told = _filled(stages).told("remove", "dev/orders", "old", "api-key", "database-password")
    assert told.startswith("secrets/dev/orders.sops.yaml removed: api-key, database-password, old\n")
    assert not stages.file("dev/orders").exists()
    assert "secrets/dev/orders.sops.yaml does not exist" in stages.refused("remove", "dev/orders", "old")


def test_unknown_key_removes_none(stages: Stages) -> None:
    error = _filled(stages).refused("remove", "dev/orders", "api-key", "odl")
    assert error == 'kubecatalog: dev/orders has no key "odl"\n    did you mean "old"?\n'


def test_without_a_key(stages: Stages) -> None:
    error = _filled(stages).refused("remove", "dev/orders", "old", environ=stages.nobody)
    assert "none of your keys is one of its recipients" in error
