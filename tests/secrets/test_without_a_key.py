"""What somebody can do to encrypted files who can commit and has no key, and what finds it: the table of
docs/secrets-security.md."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable

import pytest

from generator.tools.locate import CHECKOUT, tool
from tests.secrets.shop import FILE, Shop

_NOBODY = {"SOPS_AGE_KEY": ""}


def _rules(shop: Shop, *options: str) -> set[str]:
    """The other Secret of the service has no values."""
    done = shop.command("secrets", "check", *options, "--format", "json")
    found = [finding for finding in json.loads(done.stdout)["findings"] if "orders-tls" not in json.dumps(finding)]
    return {finding["rule"] for finding in found}


def _decrypted(shop: Shop, *options: str) -> dict[str, str] | None:
    """What sops reads, which checks the MAC unless it is told not to, as Flux is; None where it refuses."""
    argv = [str(tool("sops", CHECKOUT, shop.environ())), "decrypt", "--output-type", "json", *options, FILE]
    done = subprocess.run(argv, capture_output=True, env=shop.environ(), cwd=shop.root, check=False, timeout=60)
    values: dict[str, str] | None = json.loads(done.stdout)["stringData"] if done.returncode == 0 else None
    return values


def _leaf(text: str, key: str) -> str:
    return next(line for line in text.splitlines(keepends=True) if line.startswith(f"  {key}: "))


def _removes(text: str, _: str) -> str:
    return text.replace(_leaf(text, "api-key"), "")


def _swaps(text: str, _: str) -> str:
    one, other = (_leaf(text, key).partition(": ")[2] for key in ("api-key", "token"))
    return text.replace(one, "@").replace(other, one).replace("@", other)


def _puts_back_a_value(text: str, old: str) -> str:
    return text.replace(_leaf(text, "token"), _leaf(old, "token"))


def _puts_back_the_file(_: str, old: str) -> str:
    return old


def _renames(text: str, _: str) -> str:
    return text.replace("name: orders-secrets", "name: other")


def _changes_the_type(text: str, _: str) -> str:
    return text.replace("type: Opaque", "type: kubernetes.io/basic-auth")


def _moves_to_a_namespace(text: str, _: str) -> str:
    return text.replace("name: orders-secrets", "name: orders-secrets\n  namespace: kube-system")


def _adds_a_label(text: str, _: str) -> str:
    return text.replace("name: orders-secrets", "name: orders-secrets\n  labels: {a: b}")


def _adds_plaintext(text: str, _: str) -> str:
    return text.replace("stringData:\n", "stringData:\n  a: canary\n")


def _adds_himself(text: str, _: str) -> str:
    entry = text[text.index("    - enc:") : text.index("  encrypted_regex")]
    return text.replace(entry, entry + re.sub("age1.*", "age1" + "q" * 58, entry))


OLD = {"api-key": "canary-api", "database-password": "canary-db", "token": "canary-token"}
NOW = {**OLD, "token": "canary-new"}


@pytest.mark.parametrize(
    ("attack", "before", "after", "with_key", "sops", "flux"),
    [
        (
            _removes,
            {"change-without-mac", "missing-secret-key"},
            {"missing-secret-key"},
            {"undecryptable-secret", "missing-secret-key"},
            None,
            {key: value for key, value in NOW.items() if key != "api-key"},
        ),
        (_swaps, {"moved-ciphertext"}, set(), {"undecryptable-value"}, None, None),
        (_puts_back_a_value, {"change-without-mac"}, set(), {"undecryptable-secret"}, None, OLD),
        (_puts_back_the_file, set(), set(), set(), OLD, OLD),
        (_renames, *[{"wrong-secret-name"}] * 3, NOW, NOW),
        (_changes_the_type, *[{"wrong-secret-type"}] * 3, NOW, NOW),
        (_moves_to_a_namespace, *[{"wrong-secret-namespace"}] * 3, NOW, NOW),
        (_adds_a_label, set(), set(), set(), NOW, NOW),
        (_adds_himself, *[{"extra-recipient"}] * 3, NOW, NOW),
    ],
)
def test_what_is_done_to_a_file_is_found_as_the_page_says(
    attack: Callable[[str, str], str],
    before: set[str],
    after: set[str],
    with_key: set[str],
    sops: dict[str, str] | None,
    flux: dict[str, str] | None,
    shop: Shop,
) -> None:
    old = shop.read().decode()
    shop.set("token", "canary-new")
    shop.commit("a new token")
    (shop.root / FILE).write_text(attack(shop.read().decode(), old))
    assert _rules(shop) == before
    shop.commit("an attack")
    assert _rules(shop) == after
    assert _rules(shop, "--decrypt") == with_key
    assert _decrypted(shop) == sops
    assert _decrypted(shop, "--ignore-mac") == flux
    shop.git("reset", "--quiet", "--soft", "HEAD~1")
    assert _rules(shop) == before, "as CI compares with the branch that a pull request goes to"


def test_plaintext_is_found_where_sops_calls_the_file_encrypted(shop: Shop) -> None:
    (shop.root / FILE).write_text(_adds_plaintext(shop.read().decode(), ""))
    assert json.loads(shop.sops("filestatus", FILE)) == {"encrypted": True}
    shop.commit("an attack")
    assert _rules(shop) == {"plaintext-value", "unused-secret-key"}
    assert _decrypted(shop) is _decrypted(shop, "--ignore-mac") is None


def test_anybody_can_write_a_file_of_his_own_and_only_the_digest_of_the_pods_tells(shop: Shop) -> None:
    """Encryption is no proof of origin."""
    for key in ("tls.crt", "tls.key"):
        shop.set(key, "canary", "dev/orders.tls")
    shop.kubecatalog("render")
    shop.commit("rendered")
    own = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "orders-secrets"}, "type": "Opaque"}
    argv = [str(tool("sops", CHECKOUT, shop.environ())), "encrypt", "--input-type", "json", "--output-type", "yaml"]
    done = subprocess.run(
        [*argv, "--filename-override", FILE],
        input=json.dumps({**own, "stringData": dict.fromkeys(sorted(NOW), "canary-evil")}).encode(),
        capture_output=True,
        env={**shop.environ(), **_NOBODY},
        cwd=shop.root,
        check=True,
        timeout=60,
    )
    (shop.root / FILE).write_bytes(done.stdout)
    assert _rules(shop) == _rules(shop, "--decrypt") == set()
    told = shop.command("render", "--check").stdout
    assert "base/orders/deployment.yaml:1:1: error[outdated-file]" in told
