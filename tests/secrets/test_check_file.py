"""What is wrong with an encrypted file alone: files that sops made, damaged as people damage them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from generator.model.recipients import Rule
from generator.secrets.check import until
from generator.secrets.file import place_of, read
from tests.secrets.encrypted import NOW, ORDERS, VALUES, Vault, faults, line_of

CHECKOUT = f"git checkout -- {ORDERS}"
MISMATCH = "51: MAC mismatch"
FAILED = "message authentication failed"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(tmp_path_factory.mktemp("vault"))


@pytest.fixture(scope="module")
def clean(vault: Vault) -> str:
    return vault.encrypted()


def _leaf(content: str, key: str) -> str:
    found = re.search(rf"^  {re.escape(key)}: (.*)$", content, re.MULTILINE)
    assert found
    return found[1]


def _without(content: str, field: str) -> str:
    """Without the line of a setting of sops."""
    assert f"\n  {field}: " in content
    return re.sub(rf"^  {field}: .*\n", "", content, flags=re.MULTILINE)


def _setting(content: str, field: str, text: str) -> str:
    assert f"\n  {field}: " in content
    return re.sub(rf"^  {field}: .*$", f"  {field}: {text}", content, flags=re.MULTILINE)


def _only(found: list[str], line: int, column: int, rule: str, *parts: str) -> None:
    """That there is one finding, at that place, which says all that."""
    assert len(found) == 1, found
    assert found[0].startswith(f"{ORDERS}:{line}:{column}: {rule}"), found
    for part in parts:
        assert part in found[0], (part, found)


def test_clean_files_give_nothing(vault: Vault, clean: str) -> None:
    assert vault.refused(clean) == ""
    assert faults(clean, vault.rule()) == []
    assert faults(vault.encrypted({"key2": "x", "key10": "y", "DB_URL": "z", "DBNAME": "d"}), vault.rule()) != []
    assert faults(vault.encrypted({"DB_URL": "z", "DBNAME": "d", "key2": "x", "key10": "y"}), vault.rule()) == []
    assert faults(vault.encrypted({"tls.crt": "x"}, data={"ca.crt": "eA=="}), vault.rule()) == []
    assert faults(vault.changed(clean, "rotate", "--in-place", "FILE"), vault.rule()) == []


def test_file_as_kustomize_writes_it(vault: Vault, clean: str) -> None:
    built = clean.replace("  name: orders", "  labels:\n    app: orders\n  name: orders\n  namespace: shop-dev")
    assert vault.refused(built) == ""
    assert faults(built, vault.rule()) == []


# The text of a file


def test_conflict_markers(vault: Vault, clean: str) -> None:
    token = f"  token: {_leaf(clean, 'token')}\n"
    theirs = token.replace("token: ENC", "token2: ENC")
    content = clean.replace(token, f"<<<<<<< HEAD\n{token}=======\n{theirs}>>>>>>> other\n")
    assert "could not find expected ':'" in vault.refused(content)
    hint = f"`kubecatalog secrets git` once, then `git checkout --merge -- {ORDERS}`"
    _only(faults(content, vault.rule()), 9, 1, "error[merge-conflict]", "a merge conflict is not resolved", hint)


@pytest.mark.parametrize("share", range(6, 40))
def test_truncated_files(vault: Vault, clean: str, share: int) -> None:
    """Wherever it was cut off after its first value, there is an error with that hint, or sops reads it as it was."""
    content = clean[: len(clean) * share // 40]
    found = faults(content, vault.rule())
    if vault.refused(content):
        assert any("error[" in one and CHECKOUT in one for one in found), found


def test_truncated_between_lines(vault: Vault, clean: str) -> None:
    rule = vault.rule()
    cut = clean[: clean.index("sops:\n")]
    assert "sops metadata not found" in vault.refused(cut)
    _only(
        faults(cut, rule), 1, 1, "error[truncated-secret]", "its values are encrypted, and the part `sops` is missing"
    )
    cut = clean[: clean.index("  mac:")]
    assert "Version string empty" in vault.refused(cut)
    message = "the part `sops` has no mac and no version"
    _only(faults(cut, rule), line_of(cut, "sops:"), 1, "error[truncated-secret] sops:", message, CHECKOUT)
    cut = clean[: clean.index("  database-password") + 12]
    found = faults(cut, rule)
    _only(found, 8, 3, "error[truncated-secret]", "the file ends in the middle of a line", CHECKOUT)


def test_empty_file(vault: Vault) -> None:
    _only(faults("", vault.rule()), 1, 1, "error[not-a-secret]", "there is no Secret in it", CHECKOUT)


@pytest.mark.parametrize("value", ["*canary", "!canary x", "&a canary\n  t3: &a canary", "'canary", "{canary"])
def test_broken_yaml_quotes_no_value(vault: Vault, clean: str, value: str) -> None:
    found = faults(clean.replace("  token:", f"  t2: {value}\n  token:"), vault.rule())
    assert found
    assert not any("canary" in one for one in found)


def test_anchor_that_is_a_password(vault: Vault, clean: str) -> None:
    found = faults(clean.replace("  token:", "  password: *canary\n  token:"), vault.rule())
    _only(found, 9, 13, "error[unreadable-secret]", "from here on it is not YAML that can be read", CHECKOUT)


def test_nul_bytes(vault: Vault, clean: str) -> None:
    found = faults(b"\0" * len(clean) + b"\n", vault.rule())
    _only(found, 1, 1, "error[unreadable-secret]", "not YAML", CHECKOUT)


def test_key_that_stands_there_twice(vault: Vault, clean: str) -> None:
    token = f"  token: {_leaf(clean, 'token')}\n"
    assert vault.refused(clean.replace(token, token + token))
    found = faults(clean.replace(token, token + token), vault.rule())
    _only(found, 10, 3, "error[unreadable-secret]", 'the key "token" stands here a second time')


def test_two_secrets_in_a_file(vault: Vault, clean: str) -> None:
    content = f"{clean}---\n{clean}"
    assert vault.refused(content).startswith(MISMATCH)
    found = faults(content, vault.rule())
    _only(found, clean.count("\n") + 1, 1, "error[several-documents]", "a file holds one Secret", "a file of its own")


# One Secret


def test_other_kinds(vault: Vault, clean: str) -> None:
    content = clean.replace("kind: Secret", "kind: ConfigMap").replace("apiVersion: v1", "apiVersion: v2")
    assert vault.refused(content) == ""
    assert faults(content, vault.rule()) == [
        f'{ORDERS}:1:1: error[not-a-secret] apiVersion: the field apiVersion of a Secret is "v1"; here it is "v2" '
        "(write `apiVersion: v1`)",
        f'{ORDERS}:2:1: error[not-a-secret] kind: the field kind of a Secret is "Secret"; here it is "ConfigMap" '
        "(write `kind: Secret`)",
    ]
    found = faults(clean.replace("kind: Secret\n", ""), vault.rule())
    _only(found, 1, 1, "error[not-a-secret] kind:", "here there is none")


def test_field_that_a_secret_does_not_have(vault: Vault) -> None:
    content = vault.encrypt({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "o"}, "stringdata": VALUES})
    assert "canary-api" in content, "sops encrypts nothing in it"
    found = faults(content, vault.rule())
    message = 'a Secret has no field "stringdata", and sops encrypts nothing in it'
    _only(found, 5, 1, "error[unknown-secret-field] stringdata:", message)


def test_secret_that_is_not_encrypted(vault: Vault) -> None:
    content = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders\nstringData:\n  api-key: canary\n"
    assert vault.refused(content).startswith("1: sops metadata not found")
    found = faults(content, vault.rule())
    _only(found, 2, 1, "error[plaintext-secret] kind:", "the Secret is not encrypted", "`kubecatalog secrets import`")
    _only(faults(f"{content}sops: {{}}\n", vault.rule()), 2, 1, "error[plaintext-secret]")
    _only(faults(f"{content}sops:\n", vault.rule()), 2, 1, "error[plaintext-secret]")


def test_annotation_of_kubectl(vault: Vault) -> None:
    name = "kubectl.kubernetes.io/last-applied-configuration"
    content = vault.encrypted(metadata={"annotations": {name: '{"stringData":{"api-key":"canary-api"}}'}, "name": "o"})
    assert "canary-api" in content, "sops leaves it"
    found = faults(content, vault.rule())
    field = f"error[plaintext-annotation] metadata.annotations['{name}']:"
    _only(found, 5, 5, field, "kubectl keeps the whole Secret", "take all values to be known")


def test_file_where_no_rule_reaches(clean: str) -> None:
    for path in ("secrets/orders.sops.yaml", "secrets/dev/a/orders.sops.yaml", "secrets/dev/orders.sops.yml"):
        (found,) = faults(clean, None, path)
        assert found.startswith(f"{path}:1:1: error[misplaced-secret] : no rule reaches it: expected a path like "), (
            found
        )
        assert "secrets/ENV/SERVICE.sops.yaml" in found
    (found,) = faults(clean, None, "secrets/qa/orders.sops.yaml")
    assert 'error[misplaced-secret] : no rule reaches it: the environment "qa" names no recipients' in found


def test_everything_encrypted(vault: Vault) -> None:
    document = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "o"}, "stringData": {"a": "canary"}}
    found = faults(vault.encrypt(document, regex=False), vault.rule())
    assert [one.split(": ")[:2] for one in found[:3]] == [
        [f"{ORDERS}:{place}", f"error[encrypted-field] {field}"]
        for place, field in (("1:1", "apiVersion"), ("2:1", "kind"), ("4:3", "metadata.name"))
    ]
    assert "encrypted_regex is not set, expected ^(data|stringData)$" in found[3]
    assert "error[wrong-selection] sops.unencrypted_suffix: unencrypted_suffix is set" in found[4]
    assert len(found) == 5


# Values


def test_plaintext_beside_ciphertext(vault: Vault, clean: str) -> None:
    content = clean.replace("  token:", "  smtp.password: canary\n  token:")
    (vault.root / "x.yaml").write_text(content)
    assert '"encrypted":true' in vault.sops("filestatus", "x.yaml").stdout
    assert "does not match sops' data format" in vault.refused(content)
    field = "error[plaintext-value] stringData['smtp.password']:"
    hint = "take it to be known: remove it here, change it at its source, then `kubecatalog secrets set dev/orders"
    _only(faults(content, vault.rule()), 9, 3, field, "the value of smtp.password is not encrypted", hint)


@pytest.mark.parametrize("value", ["12", "1.10", "true", "2026-01-01", "'12'", "|\n    canary", "ENC[canary]", "on"])
def test_plaintext_of_any_kind(vault: Vault, clean: str, value: str) -> None:
    content = clean.replace("  token:", f"  pin: {value}\n  token:")
    assert vault.refused(content)
    found = faults(content, vault.rule())
    _only(found, 9, 3, "error[plaintext-value] stringData.pin: the value of pin is not encrypted")


def test_plaintext_in_a_map(vault: Vault, clean: str) -> None:
    content = clean.replace("  token:", "  pin:\n    a: [x, canary]\n  token:")
    found = faults(content, vault.rule())
    assert [one.split(": the")[0] for one in found] == [
        f"{ORDERS}:10:9: error[plaintext-value] stringData.pin.a[0]",
        f"{ORDERS}:10:12: error[plaintext-value] stringData.pin.a[1]",
    ]


def test_values_that_are_no_text(vault: Vault) -> None:
    content = vault.encrypted({"a": 5432, "b": True, "c": {"d": "x"}, "e": ["x"], "f": 1.5})
    assert vault.refused(content) == ""
    assert [one.split(" (")[0] for one in faults(content, vault.rule())] == [
        f"{ORDERS}:{line}:3: error[{rule}] stringData.{key}: the value of {key} {what}, and a Secret holds only text"
        for line, rule, key, what in (
            (7, "malformed-ciphertext", "a", "was encrypted as int"),
            (8, "malformed-ciphertext", "b", "was encrypted as bool"),
            (9, "nested-value", "c", "is a map"),
            (11, "nested-value", "e", "is a list"),
            (13, "malformed-ciphertext", "f", "was encrypted as float"),
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r",iv:....", ",iv:"),
        (r",tag:....", ",tag:"),
        (r"data:.", "data:"),
        (r",type:str", ""),
        (r",type:str", ",type:text"),
        (r"\]$", ""),
        (r"data:", "data:%"),
        ("AES256_GCM,data", "AES256_GCM,date"),
    ],
)
def test_damaged_ciphertext(vault: Vault, clean: str, old: str, new: str) -> None:
    whole = _leaf(clean, "token")
    content = clean.replace(whole, re.sub(old, new, whole, count=1))
    assert vault.refused(content)
    found = faults(content, vault.rule())
    message = "the ciphertext of token is damaged: sops writes data, an iv of 32 bytes, a tag of 16 and a type"
    _only(found, 9, 3, "error[malformed-ciphertext] stringData.token:", message, CHECKOUT)


def test_other_algorithm_is_plaintext_until_known(vault: Vault, clean: str) -> None:
    content = clean.replace(_leaf(clean, "token"), "ENC[AES128_CBC,canary]")
    _only(faults(content, vault.rule()), 9, 3, "error[plaintext-value] stringData.token:")


def test_empty_values_are_left_as_they_are(vault: Vault) -> None:
    content = vault.encrypted({"a": "", "b": None, "c": "x"})
    assert '\n  a: ""\n  b: null\n' in content
    assert [one.split(" (")[0] for one in faults(content, vault.rule())] == [
        f"{ORDERS}:{line}:3: warning[empty-secret-value] stringData.{key}: the value of {key} is empty, "
        "and sops leaves it so"
        for line, key in ((7, "a"), (8, "b"))
    ]


def test_section_that_is_no_map(vault: Vault, clean: str) -> None:
    content = clean.replace("type: Opaque\n", "type: Opaque\ndata: [x]\n")
    found = faults(content, vault.rule())
    _only(found, 6, 1, "error[malformed-section] data: expected keys and their values under data, found a list")


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("  token:", "  # token: canary\n  token:", 9, 3),
        ("  token:", "# token: canary\n  token:", 9, 1),
        ("stringData:", "stringData: # canary", 6, 13),
        ("sops:", '  zone: "" # canary\nsops:', 10, 12),
    ],
)
def test_comments_in_clear_text(vault: Vault, clean: str, old: str, new: str, line: int, column: int) -> None:
    content = clean.replace(old, new)
    assert vault.refused(content) == "", "sops lets it pass"
    found = [one for one in faults(content, vault.rule()) if "empty" not in one]
    message = "a comment between the values is not encrypted"
    _only(found, line, column, "error[plaintext-comment] stringData:", message, "take that to be known")


def test_comment_behind_a_value(vault: Vault, clean: str) -> None:
    token = f"  token: {_leaf(clean, 'token')}"
    found = faults(clean.replace(token, f"{token} # canary"), vault.rule())
    _only(found, 9, len(token) + 2, "error[plaintext-comment]")


def test_comments_that_are_well(vault: Vault, clean: str) -> None:
    plain = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: o\nstringData:\n  # canary\n  a: x # canary\n"
    options = ("--input-type", "yaml", "--output-type", "yaml", "--filename-override", ORDERS)
    vault.encrypted()
    content = vault.sops("encrypt", *options, stdin=plain).stdout
    assert content.count("type:comment]") == 2
    assert faults(content, vault.rule()) == []
    assert faults(f"# of team shop\n{clean}", vault.rule()) == []


# Keys


@pytest.mark.parametrize("key", ["api key", "naïve", "..", "a/b", ".", "..a"])
def test_impossible_keys(vault: Vault, key: str) -> None:
    found = faults(vault.encrypted({key: "x"}), vault.rule())
    _only(found, 7, 3, "error[invalid-secret-key]", f'"{key}" cannot be a key of a Secret')


def test_key_that_is_too_long(vault: Vault) -> None:
    # YAML has it as a key with a question mark.
    found = faults(vault.encrypted({"k" * 254: "x"}), vault.rule())
    _only(found, 7, 5, "error[invalid-secret-key]", "253 at most")


def test_possible_keys(vault: Vault) -> None:
    for key in (".dockerconfigjson", "a..b", "_", "-", "1", "k" * 253):
        assert faults(vault.encrypted({key: "x"}), vault.rule()) == []


def test_key_in_both_sections(vault: Vault) -> None:
    found = faults(vault.encrypted({"a": "x"}, data={"a": "eA=="}), vault.rule())
    hint = "`kubecatalog secrets remove dev/orders a`, then `kubecatalog secrets set dev/orders a`"
    _only(found, 7, 3, "error[duplicate-secret-key] data.a:", "a stands in stringData, too", hint)


def test_unsorted_keys(vault: Vault) -> None:
    content = vault.encrypted({"a": "x", "c": "y", "b": "z"})
    assert vault.refused(content) == ""
    b, c = (f"  {key}: {_leaf(content, key)}\n" for key in "bc")
    built = content.replace(b, "").replace(c, b + c)
    assert vault.refused(built).startswith(MISMATCH), "as kustomize writes it"
    message = "b stands after c: kustomize sorts the values, and after that their MAC no longer holds"
    hint = "`kubecatalog secrets rotate dev/orders`"
    _only(faults(content, vault.rule()), 9, 3, "error[unsorted-secret] stringData.b:", message, hint)


def test_unsorted_sections(vault: Vault) -> None:
    document = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "o"}}
    content = vault.encrypt({**document, "stringData": {"a": "x"}, "data": {"b": "eA=="}})
    message = "stringData stands before data"
    _only(faults(content, vault.rule()), 5, 1, "error[unsorted-secret] stringData:", message)


# Recipients


def test_recipients_by_name(vault: Vault) -> None:
    bob, cluster = vault.bob.public, vault.cluster.public
    content = vault.encrypted(rule=vault.rule(age={vault.alice.public: "alice", bob: "bob"}))
    found = faults(content, vault.rule())
    line = line_of(content, "  age:")
    hint = "`kubecatalog secrets recipients` brings it in line"
    assert found[0] == (
        f"{ORDERS}:{line}:3: error[missing-recipient] sops.age: it is not encrypted for the cluster "
        f"({cluster[:12]}) ({hint})"
    )
    at = next(number for number, text in enumerate(content.splitlines(), 1) if f"recipient: {bob}" in text)
    assert re.match(rf"{ORDERS}:\d+:7: error\[extra-recipient\] sops\.age\[[01]\]: {bob[:12]} can decrypt it", found[1])
    assert line < int(found[1].split(":")[1]) < at
    assert len(found) == 2
    assert bob not in "".join(found)


def test_several_missing_recipients(vault: Vault, clean: str) -> None:
    rule = vault.rule(age={vault.alice.public: "alice", vault.bob.public: "bob"}, others={"pgp": "AA bb"})
    missing, extra = faults(clean, rule)
    assert f"it is not encrypted for bob ({vault.bob.public[:12]}), pgp AABB (" in missing
    assert f"{vault.cluster.public[:12]} can decrypt it and is not among" in extra


def test_nobody_can_decrypt_it(vault: Vault, clean: str) -> None:
    content = re.sub(r"  age:\n(?:    .*\n)+", "", clean)
    assert "No keys found in file" in vault.refused(content) or "no key" in vault.refused(content).lower()
    found = faults(content, vault.rule())
    _only(found, 10, 1, "error[missing-recipients] sops:", "it is encrypted for nobody", CHECKOUT)


def test_damaged_data_key(vault: Vault, clean: str) -> None:
    content = clean.replace("        -----END AGE ENCRYPTED FILE-----\n", "", 1)
    found = faults(content, vault.rule())
    _only(found, 12, 7, "error[malformed-recipient] sops.age[0]:", "the data key for", "is damaged", CHECKOUT)


_OTHERS = """\
  pgp:
    - created_at: "2026-01-01T00:00:00Z"
      enc: x
      fp: ABCD
  kms:
    - arn: arn:aws:kms:eu-west-1:1:key/a
      role: arn:aws:iam::1:role/b
      created_at: "2026-01-01T00:00:00Z"
      enc: x
      aws_profile: ""
  gcp_kms:
    - resource_id: projects/p/locations/l/keyRings/r/cryptoKeys/k
      created_at: "2026-01-01T00:00:00Z"
      enc: x
  azure_kv:
    - vault_url: https://v.vault.azure.net
      name: n
      version: abc
      created_at: "2026-01-01T00:00:00Z"
      enc: x
  hc_vault:
    - vault_address: https://vault.example.com:8200
      engine_path: transit
      key_name: k
      created_at: "2026-01-01T00:00:00Z"
      enc: x
  hckms:
    - key_id: tr-west-1:abc
      created_at: "2026-01-01T00:00:00Z"
      enc: x
"""


def test_recipients_of_other_kinds(vault: Vault, clean: str) -> None:
    others = {
        "pgp": "ab cd",
        "kms": ["arn:aws:kms:eu-west-1:1:key/a+arn:aws:iam::1:role/b"],
        "gcp_kms": "projects/p/locations/l/keyRings/r/cryptoKeys/k",
        "azure_keyvault": "https://v.vault.azure.net/keys/n",
        "hc_vault_transit_uri": "https://vault.example.com:8200/v1/transit/keys/k",
        "hckms": ["tr-west-1:abc"],
    }
    content = clean.replace("sops:\n", f"sops:\n{_OTHERS}")
    assert vault.refused(content) == "", "sops reads it"
    assert faults(content, vault.rule(others=others)) == []
    found = faults(content, vault.rule())
    names = (
        "pgp ABCD",
        "kms arn:aws:kms:eu-west-1:1:key/a+",
        "gcp_kms projects/p",
        "azure_kv https://v",
        "hc_vault https",
    )
    assert len(found) == 6
    for name in names:
        assert any(f": {name}" in one and "error[extra-recipient]" in one for one in found), name
    (missing,) = faults(clean, vault.rule(others=others))
    assert "error[missing-recipient] sops.age:" in missing
    assert "hc_vault https://vault.example.com:8200/transit/k, hckms tr-west-1:abc" in missing


def _groups(vault: Vault, threshold: int, *keys: str) -> Rule:
    groups = [{"age": [key]} for key in keys]
    return Rule("dev", {}, {"key_groups": groups, "shamir_threshold": threshold})


def test_key_groups(vault: Vault) -> None:
    alice, bob, cluster = vault.alice.public, vault.bob.public, vault.cluster.public
    rule = _groups(vault, 2, alice, bob, cluster)
    content = vault.encrypted(rule=rule)
    assert "  shamir_threshold: 2\n" in content
    assert faults(content, rule) == []
    _only(
        faults(content, vault.rule()),
        line_of(content, "  key_groups:"),
        3,
        "error[wrong-key-groups] sops.key_groups:",
        "it is encrypted for 3 key groups, and the rule names 1 key group",
        "`kubecatalog secrets recipients`",
    )
    found = faults(content, _groups(vault, 3, alice, bob, cluster))
    message = "2 of its 3 key groups can decrypt it, and the rule says 3"
    line = line_of(content, "  shamir_threshold:")
    _only(found, line, 3, "error[wrong-shamir-threshold] sops.shamir_threshold:", message)
    missing, extra = faults(content, _groups(vault, 2, alice, bob, "age1other000000"))
    assert "error[missing-recipient] sops.key_groups[2].age: it is not encrypted for age1other000" in missing
    assert f"error[extra-recipient] sops.key_groups[2].age[0]: {cluster[:12]} can decrypt it" in extra


# What sops says of itself


@pytest.mark.parametrize(
    ("field", "text", "rule", "message", "refusal"),
    [
        ("encrypted_regex", "^data$", "wrong-encrypted-regex", 'is "^data$", expected ^(data|stringData)$', MISMATCH),
        ("mac_only_encrypted", "false", "wrong-mac-scope", "mac_only_encrypted is false, expected true", MISMATCH),
        ("version", "latest", "malformed-sops-version", '"latest" is no version of sops', "1: No Major.Minor"),
        ("version", "3.13", "malformed-sops-version", '"3.13" is no version of sops', ""),
        ("version", "3.6.1", "old-sops-version", "sops 3.6.1 wrote it, and that did not know age", ""),
        ("version", "4.0.0", "new-sops-version", "sops 4.0.0 wrote it, and here is 3.", ""),
        ("lastmodified", '"2026-02-30T00:00:00Z"', "malformed-lastmodified", "is 2026-02-30", "1: parsing time"),
        ("lastmodified", '"yesterday"', "malformed-lastmodified", "is yesterday, expected", "1: parsing time"),
        ("lastmodified", '""', "missing-lastmodified", "lastmodified is missing", "1: parsing time"),
        ("mac", '""', "missing-mac", "there is no MAC", "51: "),
        ("mac", "ENC[AES256_GCM,data:x]", "malformed-mac", "the MAC is damaged", "51: Cannot decrypt MAC"),
    ],
)
def test_settings(vault: Vault, clean: str, field: str, text: str, rule: str, message: str, refusal: str) -> None:
    content = _setting(clean, field, text)
    if refusal:
        assert vault.refused(content).startswith(refusal)
    found = faults(content, vault.rule())
    _only(found, line_of(content, f"  {field}:"), 3, f"error[{rule}] sops.{field}:", message)


def test_settings_that_are_missing(vault: Vault, clean: str) -> None:
    for field, rule in (
        ("encrypted_regex", "wrong-encrypted-regex"),
        ("mac_only_encrypted", "wrong-mac-scope"),
        ("mac", "missing-mac"),
        ("lastmodified", "missing-lastmodified"),
        ("version", "truncated-secret"),
    ):
        content = _without(clean, field)
        assert vault.refused(content)
        _only(faults(content, vault.rule()), 10, 1, f"error[{rule}]")


def test_value_of_another_file_as_the_mac(vault: Vault, clean: str) -> None:
    content = _setting(clean, "mac", _leaf(clean, "token"))
    _only(faults(content, vault.rule()), line_of(content, "  mac:"), 3, "error[malformed-mac] sops.mac:")


def _modified(content: str) -> int:
    text = read(ORDERS, content.encode()).sops["lastmodified"]
    return int(datetime.fromisoformat(text).timestamp())


def test_clock_in_the_future(vault: Vault, clean: str) -> None:
    at = _modified(clean)
    assert faults(clean, vault.rule(), now=at - 600) == []
    found = faults(clean, vault.rule(), now=at - 601)
    line = line_of(clean, "  lastmodified:")
    _only(
        found,
        line,
        3,
        "error[future-lastmodified] sops.lastmodified:",
        "yet to come: a clock is wrong",
        "set the clock",
    )


def test_old_values(vault: Vault, clean: str) -> None:
    at, rule = _modified(clean), vault.rule(max_age=90 * 24 * 3600)
    end = at + rule.max_age
    assert faults(clean, rule, now=end) == []
    found = faults(clean, rule, now=end + 1)
    line = line_of(clean, "  lastmodified:")
    message = f"no value was changed since {datetime.fromtimestamp(at).astimezone():%Y}-"
    hint = "`kubecatalog secrets set dev/orders KEY`"
    _only(found, line, 3, "warning[old-secret] sops.lastmodified:", message, "new ones after 90 days", hint)
    assert faults(clean, vault.rule(), now=end + 1) == []


def test_when_to_look_again(vault: Vault, clean: str) -> None:
    at, rule = _modified(clean), vault.rule(max_age=1000)
    file = read(ORDERS, clean.encode())
    assert until(file, rule, at) == at + 1000
    assert until(file, rule, at + 1001) == 0
    assert until(file, vault.rule(), at) == 0
    assert until(file, rule, at - 601) == at - 600


def test_manifest_of_a_finding(vault: Vault, clean: str) -> None:
    from generator.secrets.check import of_file

    content = clean.replace(_leaf(clean, "api-key"), "canary")
    (finding,) = of_file(read(ORDERS, content.encode()), place_of(ORDERS), vault.rule(), NOW)
    assert finding.manifest
    assert (finding.manifest.environment, finding.manifest.name) == ("dev", "orders")
    assert finding.manifest.field == "stringData.api-key"
    assert (finding.source.file, finding.source.line, finding.source.column) == (ORDERS, 7, 3)


def test_every_rule_is_tested() -> None:
    """Every rule that the checks of one file can report is named in this test."""
    folder = Path(__file__).parents[2] / "generator/secrets/check"
    sources = [path.read_text() for path in folder.glob("*.py") if path.stem not in ("since", "between")]
    rules = {rule for text in sources for rule in re.findall(r'(?:fault\(|return )"([a-z]+(?:-[a-z]+)+)"', text)}
    assert len(rules) > 25
    here = Path(__file__).read_text()
    # `old-value` is of what the catalog says of one value.
    assert {rule for rule in rules if rule not in here} == set()
