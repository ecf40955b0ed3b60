"""What changed since the last commit although nobody had the key: files that sops made, edited by hand."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from generator.model.recipients import Rule
from generator.secrets.check.between import Shared, between
from generator.secrets.file import fingerprint
from tests.secrets.encrypted import ORDERS, VALUES, Vault, files, line_of, since

MISMATCH = "51: MAC mismatch"
FAILED = "message authentication failed"
PAYMENTS = "secrets/dev/payments.sops.yaml"
MOVED = "error[moved-ciphertext]"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(tmp_path_factory.mktemp("vault"))


@pytest.fixture(scope="module")
def clean(vault: Vault) -> str:
    """Written a while ago, so that what is changed now has another time."""
    return vault.encrypted()


@pytest.fixture(scope="module")
def later(vault: Vault, clean: str) -> str:
    """The same file after one value was set, in another second."""
    at = _setting(clean, "lastmodified")
    content = clean
    while _setting(content, "lastmodified") == at:
        content = vault.changed(clean, "set", "FILE", '["stringData"]["token"]', '"canary-2"')
    return content


def _setting(content: str, field: str) -> str:
    found = re.search(rf"^  {field}: (.*)$", content, re.MULTILINE)
    assert found
    return found[1]


def _with(content: str, field: str, text: str) -> str:
    return content.replace(f"  {field}: {_setting(content, field)}\n", f"  {field}: {text}\n")


def _changes(before: str, after: str, committed_at: int = 0) -> list[str]:
    return since(files(dev_orders=after), files(dev_orders=before), committed_at)


def _line(content: str, key: str) -> str:
    return f"  {key}: {_setting(content, key)}\n"


def _with_bob(vault: Vault) -> Rule:
    return vault.rule(age={**vault.rule().age, vault.bob.public: "bob"})


# What sops does


def test_changes_by_sops_give_nothing(vault: Vault, clean: str, later: str) -> None:
    more = _with_bob(vault)
    for after in (
        clean,
        later,
        vault.changed(clean, "rotate", "--in-place", "FILE"),
        vault.changed(clean, "updatekeys", "--yes", "FILE", rule=more),
        vault.changed(later, "updatekeys", "--yes", "FILE", rule=more),
        vault.changed(clean, "unset", "FILE", '["stringData"]["token"]'),
        vault.changed(clean, "set", "FILE", '["stringData"]["zone"]', '"x"'),
        vault.changed(clean, "set", "FILE", '["stringData"]["zone"]', '""'),
        vault.changed(clean, "set", "FILE", '["type"]', '"example.com/x"'),
        vault.encrypted(),
    ):
        assert vault.refused(after) == ""
        assert _changes(clean, after) == []
        # Whom sops lets in and out again keeps the data key.
        back = [line for line in _changes(after, clean) if "known-data-key" not in line]
        assert back == [], "taken back"


def test_other_name_and_empty_value_need_no_mac(vault: Vault, clean: str) -> None:
    for after in (
        clean.replace("name: orders", "name: orders-secrets"),
        clean.replace("  token:", '  empty: ""\n  token:'),
        clean.replace("type: Opaque", "type: Opaque\nimmutable: true"),
    ):
        assert vault.refused(after) == ""
        assert _changes(clean, after) == []


# Moved


def test_renamed_key(vault: Vault, clean: str) -> None:
    after = clean.replace("  token:", "  token2:")
    assert FAILED in vault.refused(after)
    (found,) = _changes(clean, after)
    assert found.startswith(
        f"{ORDERS}:9:3: {MOVED} stringData.token2: this is the ciphertext of stringData.token, and under another key "
        "it cannot be decrypted ("
    )
    assert "`kubecatalog secrets set dev/orders token2`" in found


def test_key_in_another_section(vault: Vault, clean: str) -> None:
    after = clean.replace(_line(clean, "token"), "").replace(
        "stringData:", f"data:\n{_line(clean, 'token')}stringData:"
    )
    assert FAILED in vault.refused(after)
    (found,) = _changes(clean, after)
    assert found.startswith(f"{ORDERS}:7:3: {MOVED} data.token: this is the ciphertext of stringData.token, and under")


def test_swapped_values(vault: Vault, clean: str) -> None:
    one, other = _setting(clean, "api-key"), _setting(clean, "token")
    after = _with(_with(clean, "api-key", other), "token", one)
    assert FAILED in vault.refused(after)
    assert [found.split(": this")[0] for found in _changes(clean, after)] == [
        f"{ORDERS}:7:3: {MOVED} stringData.api-key",
        f"{ORDERS}:9:3: {MOVED} stringData.token",
    ]


def test_value_copied_to_a_second_key(vault: Vault, clean: str) -> None:
    after = clean.replace("sops:\n", f"  token2: {_setting(clean, 'token')}\nsops:\n")
    assert FAILED in vault.refused(after)
    (found,) = _changes(clean, after)
    assert f"{ORDERS}:10:3: {MOVED} stringData.token2" in found


def test_value_of_another_file(vault: Vault, clean: str) -> None:
    payments = vault.encrypted({"token": "canary-3"}, PAYMENTS)
    after = _with(payments, "token", _setting(clean, "token"))
    assert FAILED in vault.refused(after)
    before = files(dev_orders=clean, dev_payments=payments)
    (found,) = since(files(dev_orders=clean, dev_payments=after), before)
    assert found.startswith(
        f"{PAYMENTS}:7:3: {MOVED} stringData.token: this is the ciphertext of stringData.token in {ORDERS}, and in "
        "another file it cannot be decrypted ("
    )
    del before[PAYMENTS]
    (found,) = since(files(dev_orders=clean, dev_payments=after), before)
    assert f"{PAYMENTS}:7:3: {MOVED}" in found, "in a new file"
    (found,) = since(files(dev_orders=clean, dev_payments=after), files(dev_payments=payments))
    assert f"{PAYMENTS}:7:3: {MOVED}" in found, "of a file that did not change"


def test_renamed_and_copied_files_work(vault: Vault, clean: str, later: str) -> None:
    assert vault.refused(clean) == "", "sops does not look at the path"
    for after in (clean, later, vault.changed(clean, "updatekeys", "--yes", "FILE", rule=_with_bob(vault))):
        assert since(files(dev_payments=after), files(dev_orders=clean)) == [], "renamed"
        assert since(files(dev_payments=after, dev_orders=clean), files(dev_orders=clean)) == [], "copied"


def test_renamed_and_damaged(vault: Vault, clean: str) -> None:
    after = clean.replace(_line(clean, "token"), "")
    (found,) = since(files(dev_payments=after), files(dev_orders=clean))
    assert f"{PAYMENTS}:" in found and "error[change-without-mac] sops.mac: token was removed" in found


# The MAC


def test_removed_key(vault: Vault, clean: str) -> None:
    after = clean.replace(_line(clean, "token"), "")
    assert vault.refused(after).startswith(MISMATCH)
    (found,) = _changes(clean, after)
    line = line_of(after, "  mac:")
    message = "token was removed, and the MAC is still the old one: sops refuses the file"
    assert found.startswith(f"{ORDERS}:{line}:3: error[change-without-mac] sops.mac: {message} (")
    assert f"`git checkout -- {ORDERS}`" in found


def test_value_put_back_without_its_mac(vault: Vault, clean: str, later: str) -> None:
    after = _with(later, "token", _setting(clean, "token"))
    assert vault.refused(after).startswith(MISMATCH)
    (found,) = _changes(later, after)
    assert found.startswith(
        f"{ORDERS}:9:3: error[change-without-mac] stringData.token: the value of token changed, and"
    )


def test_added_key(vault: Vault, clean: str) -> None:
    """Of an older version of the same file, so that its value can be decrypted."""
    before = vault.changed(clean, "unset", "FILE", '["stringData"]["token"]')
    after = before.replace("sops:\n", f"{_line(clean, 'token')}sops:\n")
    assert vault.refused(after).startswith(MISMATCH)
    (found,) = _changes(before, after)
    assert found.startswith(f"{ORDERS}:9:3: error[change-without-mac] stringData.token: token was added, and the MAC")


def test_keys_in_another_order(vault: Vault, clean: str) -> None:
    line = _line(clean, "token")
    after = clean.replace(line, "").replace("stringData:\n", f"stringData:\n{line}")
    assert vault.refused(after).startswith(MISMATCH)
    (found,) = _changes(clean, after)
    assert f"{ORDERS}:7:3: error[change-without-mac] stringData.token: token was moved to another line" in found


def test_other_time(vault: Vault, clean: str) -> None:
    at = datetime.fromisoformat(_setting(clean, "lastmodified").strip('"')) + timedelta(hours=1)
    after = _with(clean, "lastmodified", f'"{at:%Y-%m-%dT%H:%M:%SZ}"')
    assert vault.refused(after).startswith("51: Cannot decrypt MAC")
    (found,) = _changes(clean, after)
    line = line_of(after, "  lastmodified:")
    assert found.startswith(
        f"{ORDERS}:{line}:3: error[change-without-mac] sops.lastmodified: lastmodified changed, and"
    )


def test_other_mac(vault: Vault, clean: str, later: str) -> None:
    """Such as that of the other side of a merge."""
    after = _with(clean, "mac", _setting(later, "mac"))
    assert vault.refused(after).startswith("51: ")
    (found,) = _changes(clean, after)
    line = line_of(after, "  mac:")
    message = "the MAC is another one, and no value changed"
    assert found.startswith(f"{ORDERS}:{line}:3: error[mac-without-change] sops.mac: {message} (")


def test_mac_and_time_of_the_other_side(vault: Vault, clean: str, later: str) -> None:
    after = _with(_with(clean, "mac", _setting(later, "mac")), "lastmodified", _setting(later, "lastmodified"))
    assert vault.refused(after).startswith(MISMATCH)
    (found,) = _changes(clean, after)
    assert "warning[mac-without-change] sops.mac: the MAC is another one, and no value changed" in found


def test_change_of_nothing(vault: Vault, clean: str, later: str) -> None:
    """sops writes a new MAC when a value is set to what it is; that is well, and noise in a commit."""
    after = clean
    while _setting(after, "lastmodified") == _setting(clean, "lastmodified"):
        after = vault.changed(clean, "set", "FILE", '["stringData"]["api-key"]', f'"{VALUES["api-key"]}"')
    assert vault.refused(after) == ""
    assert _line(after, "api-key") == _line(clean, "api-key")
    (found,) = _changes(clean, after)
    assert "warning[mac-without-change] sops.mac: the MAC is another one, and no value changed" in found


def test_values_and_mac_of_the_other_side_without_its_time(vault: Vault, clean: str, later: str) -> None:
    """Two changes within a second have one time, too; when the last commit was made tells them apart."""
    after = _with(later, "lastmodified", _setting(clean, "lastmodified"))
    assert vault.refused(after).startswith("51: Cannot decrypt MAC")
    at = int(datetime.fromisoformat(_setting(clean, "lastmodified").strip('"')).timestamp())
    assert _changes(clean, after) == []
    assert _changes(clean, after, at + 1) == []
    (found,) = _changes(clean, after, at + 2)
    message = "the MAC is another one, and lastmodified is still the old one"
    assert f"error[mac-without-change] sops.mac: {message}" in found


def test_files_that_cannot_be_read_are_left_to_others(clean: str) -> None:
    assert _changes(clean, "{") == []
    assert _changes("{", clean) == []
    assert _changes(clean, "kind: Secret\n") == []


# Ciphertext in more than one place


def _marks(path: str, environment: str, **keys: str) -> dict[str, tuple[str, dict[str, str]]]:
    return {path: (environment, {key: fingerprint(text) for key, text in keys.items()})}


def test_copied_file() -> None:
    dev, prod = "secrets/dev/orders.sops.yaml", "secrets/prod/orders.sops.yaml"
    known = {**_marks(prod, "prod", a="1", b="2", c="3"), **_marks(dev, "dev", a="1", b="2", c="4")}
    assert list(between(known)) == [
        Shared(
            "shared-ciphertext",
            prod,
            "a",
            f"a and 1 more: the ciphertext is that of {dev}; who can read the one can read the other",
            "`kubecatalog secrets rotate prod/orders`, then give it values of its own with `secrets set`",
        )
    ]


def test_copied_line() -> None:
    dev, prod = "secrets/dev/orders.sops.yaml", "secrets/prod/shop.web.sops.yaml"
    known = {**_marks(dev, "dev", a="1", b="1"), **_marks(prod, "prod", c="1")}
    assert [(one.rule, one.path, one.key, one.message) for one in between(known)] == [
        (
            "moved-ciphertext",
            dev,
            "b",
            "this is the ciphertext of a, too; under one of the two keys it cannot be decrypted",
        ),
        (
            "moved-ciphertext",
            prod,
            "c",
            f"this is the ciphertext of a in {dev}, too; under one of the two keys it cannot be decrypted",
        ),
    ]


def test_what_is_no_copy() -> None:
    known = {
        **_marks("secrets/dev/a.sops.yaml", "dev", a="1", e="", f=""),
        **_marks("secrets/dev/b.sops.yaml", "dev", a="1"),
        **_marks("secrets/prod/a.sops.yaml", "prod", a="2", e=""),
    }
    assert list(between(known)) == []
