"""What `secrets check --decrypt` says of the values themselves: where, and never what they are."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from generator.json_types import Json, JsonMap
from generator.model.recipients import Rule
from generator.secrets import sops_config
from generator.secrets.content import certificates, doubtful, shared
from generator.secrets.content.shared import Own
from generator.tools.locate import CHECKOUT, tool
from tests.repository import SERVICES
from tests.secrets.stages import Stages

SERVICE = """\
image: registry.example.com/shop/till:1.0.0
port: 8080
secret:
  mount: /etc/till
  keys:
    password: {unique: true}
    user: {unique: false}
    code: {pattern: "sk_[a-z0-9]+"}
    settings:
      schema:
        type: object
        required: [port]
        properties: {port: {type: integer, maximum: 9000}, since: {type: string}}
        additionalProperties: {type: boolean}
secrets:
  till-tls: {type: kubernetes.io/tls}
  registry: {pull: true}
  git: {type: kubernetes.io/ssh-auth, mount: /etc/git}
expose: [{host: "till.{environment}.example.com", tls: {secretName: till-tls}}]
"""
NOW = datetime.now(UTC)
_KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def till(stages: Stages) -> Stages:
    (stages.root / f"{SERVICES}/orders.yaml").unlink()
    stages.repository.write(f"{SERVICES}/till.yaml", SERVICE)
    return stages


def told(stages: Stages, *environments: str, without: str = "canary") -> dict[tuple[str, str, str], str]:
    """The findings in encrypted files, by path, key and rule; nothing that was printed holds `without`."""
    done = stages.run("check", *environments, "--decrypt", "--format", "json")
    assert without not in (done.stdout + done.stderr).decode()
    return {
        (item["source"]["file"], (item["manifest"] or {}).get("field", ""), item["rule"]): item["message"]
        for item in json.loads(done.stdout)["findings"]
        if item["source"]["file"].startswith("secrets/") and not item["rule"].startswith("unused-")
    }


def pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, passphrase: bytes = b"") -> str:
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode()


def certificate(
    *hosts: str, begin: int = -10, end: int = 300, key: ec.EllipticCurvePrivateKey = _KEY, common: str = "canary"
) -> str:
    """`begin` and `end` are in days from now."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=begin))
        .not_valid_after(NOW + timedelta(days=end))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
    )
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def test_nothing_else_is_wrong(till: Stages) -> None:
    done = till.run("check", "dev", "--decrypt")
    lines = done.stdout.decode().splitlines()
    assert {re.sub(r".*\[(.*)\].*", r"\1", line) for line in lines[:-1] if not line.startswith(" ")} == {
        "missing-secret-key"
    }
    assert re.fullmatch(r"0 encrypted files checked, 0 decrypted, 0 skipped, \d+ findings in .*", lines[-1])


def in_tls(stages: Stages, crt: str, key: str) -> dict[tuple[str, str], str]:
    stages.fill("dev/till.till-tls", {"tls.crt": crt, "tls.key": key})
    found = told(stages, "dev")
    path = "secrets/dev/till.till-tls.sops.yaml"
    assert {at for at, _, _ in found} <= {path}
    return {(field.removeprefix("stringData"), rule): text for (_, field, rule), text in found.items()}


CRT, KEY = "['tls.crt']", "['tls.key']"


def test_a_certificate_that_fits_is_not_told_of(till: Stages) -> None:
    assert in_tls(till, certificate("*.dev.example.com"), pem(_KEY)) == {}


@pytest.mark.parametrize(
    ("crt", "key", "expected"),
    [
        (
            certificate("till.dev.example.com", end=-1),
            pem(_KEY),
            {(CRT, "expired-certificate"): f"the certificate has expired on {NOW - timedelta(days=1):%Y-%m-%d}"},
        ),
        (
            certificate("till.dev.example.com", end=20),
            pem(_KEY),
            {(CRT, "expiring-certificate"): f"the certificate expires on {NOW + timedelta(days=20):%Y-%m-%d}"},
        ),
        (
            certificate("till.dev.example.com", begin=2),
            pem(_KEY),
            {
                (CRT, "certificate-not-yet-valid"): "the certificate is not valid before "
                f"{NOW + timedelta(days=2):%Y-%m-%d %H:%M} UTC"
            },
        ),
        (
            certificate("dev.example.com", "*.till.dev.example.com"),
            pem(_KEY),
            {
                (CRT, "wrong-certificate-host"): "the certificate is not for till.dev.example.com, which an Ingress "
                "serves with it"
            },
        ),
        (
            certificate("till.dev.example.com"),
            pem(ec.generate_private_key(ec.SECP256R1())),
            {(KEY, "wrong-private-key"): "the private key is not that of the certificate in tls.crt"},
        ),
        (
            certificate("till.dev.example.com", key=ec.generate_private_key(ec.SECP256R1())) + certificate("canary"),
            pem(_KEY),
            {(KEY, "wrong-private-key"): "the private key is that of a later certificate in tls.crt"},
        ),
        (
            "canary",
            "canary too",
            {
                (CRT, "invalid-certificate"): "there is no certificate that can be read in it",
                (KEY, "invalid-private-key"): "there is no private key that can be read in it",
            },
        ),
        (
            certificate("till.dev.example.com"),
            pem(_KEY, b"canary"),
            {(KEY, "invalid-private-key"): "the private key is protected with a passphrase"},
        ),
    ],
    ids=["expired", "expiring", "early", "host", "other", "order", "neither", "passphrase"],
)
def test_certificates_and_their_keys(crt: str, key: str, expected: Mapping[tuple[str, str], str], till: Stages) -> None:
    assert in_tls(till, crt, key) == expected


@pytest.mark.parametrize(
    ("name", "host", "covered"),
    [
        ("a.example.com", "a.example.com", True),
        ("*.example.com", "a.example.com", True),
        ("*.example.com", "a.b.example.com", False),
        ("*.example.com", "example.com", False),
        ("*.example.com", "*.example.com", True),
        ("a.example.com", "*.example.com", False),
        ("*", "localhost", False),
    ],
)
def test_a_wildcard_is_one_label(name: str, host: str, covered: bool) -> None:
    assert certificates.covers(name, host) is covered


def _login(auth: str) -> str:
    return json.dumps({"auths": {"canary.example.com": {"auth": auth}}})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (_login(base64.b64encode(b"canary:pw").decode()), ""),
        ('{"auths": {"canary.example.com": {"username": "canary", "password": "canary"}}}', ""),
        ('{"auths": {"canary.example.com": {"identitytoken": "canary"}}}', ""),
        (_login(base64.b64encode(b"canary").decode()), "`auth` is not the base64 of USER:PASSWORD (registry 1 of 1)"),
        (_login("canary:pw"), "`auth` is not the base64 of USER:PASSWORD (registry 1 of 1)"),
        ('{"auths": {"a": {"identitytoken": "x"}, "canary": {}}}', "an entry of it has no `auth` (registry 2 of 2)"),
        ('{"auths": {"canary": "x"}}', "an entry of it is no map (registry 1 of 1)"),
        ('{"auths": {}}', "there are no `auths` in it"),
        ('{"canary.example.com": {"auth": "x"}}', "there are no `auths` in it"),
        ("canary", "the value is not JSON"),
    ],
)
def test_logins_of_registries(value: str, message: str, till: Stages) -> None:
    till.fill("dev/till.registry", {".dockerconfigjson": value})
    at = ("secrets/dev/till.registry.sops.yaml", "stringData['.dockerconfigjson']", "invalid-registry-login")
    assert told(till, "dev") == ({at: message} if message else {})


def test_keys_of_ssh(till: Stages) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    good = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, BestAvailableEncryption(b"canary")).decode()
    path, field = "secrets/dev/till.git.sops.yaml", "stringData.ssh-privatekey"
    for value, expected in (
        (good, {}),
        (locked, {}),
        (pem(key), {}),
        (good.rstrip(), {(path, field, "missing-final-newline"): "ssh reads no key without the line break at its end"}),
        (
            "ssh-ed25519 canary",
            {(path, field, "invalid-private-key"): "there is no private key of ssh that can be read in it"},
        ),
    ):
        till.fill("dev/till.git", {"ssh-privatekey": value})
        assert told(till, "dev") == expected


FILE = "secrets/dev/till.sops.yaml"


def of_own(stages: Stages, key: str, value: Json) -> dict[str, str]:
    stages.fill("dev/till", {key: value})
    found = told(stages, "dev")
    assert {(path, field.partition(".")[2]) for path, field, _ in found} <= {(FILE, key)}
    return {rule: message for (_, _, rule), message in found.items()}


def test_a_pattern_is_of_the_whole_value(till: Stages) -> None:
    wrong = {"invalid-secret-value": "the value does not match the `pattern` that the catalog declares"}
    assert of_own(till, "code", "sk_canary1") == {}
    assert of_own(till, "code", "sk_canary-1") == wrong
    assert of_own(till, "code", "sk_canary\n").keys() == {"invalid-secret-value", "white-space-around-value"}
    text = {"invalid-secret-value": "the value is no text, and the catalog declares what text it is"}
    assert of_own(till, "code", {"base64": base64.b64encode(b"\xffcanary").decode()}) == text


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ('{"port": 8080, "since": "canary"}', ""),
        ("port: 8080\nsince: 2026-01-01\n", ""),
        ('{"port": 9443}', "/properties/port/maximum"),
        ('{"canary": 1}', "/additionalProperties/type, /required"),
        ("- canary", "/type"),
    ],
)
def test_a_schema_is_told_of_by_its_own_places(value: str, places: str, till: Stages) -> None:
    expected = {"invalid-secret-value": f"the value does not fit its `schema` at {places}"} if places else {}
    assert of_own(till, "settings", value) == expected


def test_what_no_schema_can_be_held_against(till: Stages) -> None:
    message = "the value is neither JSON nor YAML, and the catalog declares a `schema`"
    assert of_own(till, "settings", "{canary: [") == {"invalid-secret-value": message}


def test_white_space_is_told_of(till: Stages) -> None:
    rule = "white-space-around-value"
    assert of_own(till, "user", "canary\n") == {rule: "the value has a line break at its end"}
    assert of_own(till, "user", " canary") == {rule: "the value has white space around it"}
    assert of_own(till, "user", "canary\nand more\n") == {}


@pytest.mark.parametrize(
    "value",
    ["changeme", "Change-Me", "PASSWORD", "todo", "xxx", "XXXXXXXX", "<your canary>", "${CANARY}", "{{ x }}", "a-key"],
)
def test_placeholders_are_told_of(value: str) -> None:
    assert [wrong.rule for wrong in doubtful.findings("a-key", value.encode())] == ["placeholder-value"]


@pytest.mark.parametrize("value", [b"", b"postgres", b"hunter2", b"passwordy", b"\xff", b"xx", b"a<b>"])
def test_other_values_are_none(value: bytes) -> None:
    assert list(doubtful.findings("a-key", value)) == []


def test_values_that_environments_must_not_share(till: Stages) -> None:
    for environment in ("dev", "test", "prod"):
        till.fill(f"{environment}/till", {"password": f"canary{environment == 'prod'}", "user": "canary"})
        till.fill(f"{environment}/till", {"code": "sk_canary"})
    found = told(till)
    assert found == {
        (
            "secrets/test/till.sops.yaml",
            "stringData.password",
            "shared-secret-value",
        ): "the value is the same as in dev",
        ("secrets/prod/till.sops.yaml", "stringData.code", "shared-secret-value"): "the value is the same as in "
        "dev, test",
    }


@pytest.mark.parametrize(
    ("unique", "expected"),
    [
        (None, {"c-prod": "a, b", "d-prod": "a, b"}),
        (False, {}),
        (True, {"b": "a", "c-prod": "a, b", "d-prod": "a, b, c-prod"}),
    ],
)
def test_who_must_not_share(unique: bool | None, expected: Mapping[str, str]) -> None:
    names = ("d-prod", "a", "c-prod", "b")
    found = shared.findings("key", {name: Own(b"x", unique) for name in names}, {"c-prod", "d-prod"})
    assert {name: wrong.message for name, wrong in found} == {
        name: f"the value is the same as in {others}" for name, others in expected.items()
    }


def test_an_empty_value_is_not_shared() -> None:
    assert list(shared.findings("key", {"dev": Own(b""), "prod": Own(b"")}, {"prod"})) == []


def _leaf(text: str, key: str) -> str:
    found = re.search(rf"^  {key}: (.*)$", text, re.MULTILINE)
    assert found
    return found[1]


def test_a_value_that_was_moved_is_named(till: Stages) -> None:
    till.fill("dev/till", {"user": "canary-user", "password": "canary-password", "code": "sk_canary"})
    file = till.file("dev/till")
    text = file.read_text()
    user, password = _leaf(text, "user"), _leaf(text, "password")
    file.write_text(text.replace(user, "SWAP").replace(password, user).replace("SWAP", password))
    wrong = {key: text for key, text in told(till, "dev").items() if key[2].startswith("undecryptable")}
    assert wrong == {
        (FILE, f"stringData.{key}", "undecryptable-value"): f"the value of {key} cannot be decrypted: it was moved, "
        "renamed or damaged"
        for key in ("password", "user")
    }


def test_a_mac_that_does_not_hold_is_told_once(till: Stages) -> None:
    till.fill("dev/till", {"user": "canary-user", "code": "sk_canary"})
    file = till.file("dev/till")
    text = file.read_text()
    file.write_text(text.replace(f"  code: {_leaf(text, 'code')}\n", ""))
    wrong = {key: text for key, text in told(till, "dev").items() if key[2].startswith("undecryptable")}
    assert wrong == {
        (FILE, "", "undecryptable-secret"): "the file was changed by other means than sops: its MAC is not that of its "
        "values"
    }


def _sops(stages: Stages, secret: bytes) -> bytes:
    """Encrypted by sops itself, for who can read `dev`."""
    (stages.root / ".sops.yaml").write_text(sops_config.text([Rule("dev", {stages.dev.public: "alice"})]))
    argv = [str(tool("sops", CHECKOUT, os.environ)), "encrypt", "--input-type", "json", "--output-type", "yaml"]
    argv += ["--filename-override", FILE]
    done = subprocess.run(argv, input=secret, capture_output=True, check=False, cwd=stages.root, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_data_that_is_no_base64(till: Stages) -> None:
    secret: JsonMap = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "till-secrets"}, "type": "Opaque"}
    till.file("dev/till").parent.mkdir(parents=True)
    text = json.dumps({**secret, "data": {"user": "canary!"}}).encode()
    till.file("dev/till").write_bytes(_sops(till, text))
    assert told(till, "dev") == {(FILE, "data.user", "invalid-base64"): "the value of data.user is not base64"}
