"""`secrets list` shows which keys have a value where, without a key."""

from __future__ import annotations

import json

from tests.secrets.stages import Stages

TEXT = """\
orders-secrets (Opaque), secrets/*/orders.sops.yaml
                       dev      prod     test
    api-key            set      missing  missing
    database-password  missing  missing  missing
    old                unused   -        -
    session-key        missing  missing  missing
    signing            missing  missing  missing
    signing.pub        missing  missing  missing

extra (Opaque), secrets/*/orders.extra.sops.yaml

orders-tls (kubernetes.io/tls), secrets/*/orders.orders-tls.sops.yaml
                       dev      prod     test
    tls.crt            missing  missing  missing
    tls.key            missing  missing  missing

"""


def _filled(stages: Stages) -> Stages:
    stages.fill("dev/orders", {"api-key": "canary", "old": "canary"})
    return stages


def test_table_of_all_environments(stages: Stages) -> None:
    done = _filled(stages).run("list", environ=stages.nobody)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == TEXT


def test_one_environment_and_service_as_json(stages: Stages) -> None:
    done = _filled(stages).run("list", "dev/orders.orders-tls", "--format", "json", environ=stages.nobody)
    assert json.loads(done.stdout) == {
        "secrets": [
            {
                "environment": "dev",
                "secret": "orders-tls",
                "service": "orders",
                "label": "orders-tls",
                "type": "kubernetes.io/tls",
                "file": "secrets/dev/orders.orders-tls.sops.yaml",
                "exists": False,
                "keys": {"tls.crt": "missing", "tls.key": "missing"},
            }
        ]
    }
    every = json.loads(stages.run("list", "dev/orders", "--format", "json").stdout)["secrets"]
    assert [row["secret"] for row in every] == ["orders-secrets", "extra", "orders-tls"]
    assert every[0]["keys"]["api-key"] == "set"


def test_secret_of_no_service_is_listed_and_a_broken_file_is_told(stages: Stages) -> None:
    _filled(stages)
    stages.file("dev/gone").write_bytes(stages.file("dev/orders").read_bytes().replace(b"orders-secrets", b"gone"))
    stages.file("prod/orders").parent.mkdir(exist_ok=True)
    stages.file("prod/orders").write_text("<<<<<<< ours\n")
    done = stages.run("list", environ=stages.nobody)
    lines = done.stdout.decode().splitlines()
    at = lines.index("gone (Opaque), secrets/*/gone.sops.yaml")
    assert lines[at + 2] == "    api-key            unused   -        -"
    assert done.stderr.decode().startswith("secrets/prod/orders.sops.yaml:1:")
    # The same again from what the last run knows.
    assert stages.run("list", environ=stages.nobody).stdout == done.stdout


def test_unknown_names(stages: Stages) -> None:
    assert 'there is no environment "pord"\n    did you mean "prod"?' in stages.refused("list", "pord")
    assert 'order has no Secret in dev\n    did you mean "orders"?' in stages.refused("list", "dev/order")
