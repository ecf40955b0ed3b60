"""New values are what their shape says, and shapes that give weak ones are refused."""

from __future__ import annotations

import base64
import re
import uuid
from datetime import UTC, datetime, timedelta

import bcrypt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes

from generator.errors import KubecatalogError
from generator.json_types import Json, JsonMap
from generator.language.generate import expanded
from generator.model.merge import finish, merge
from generator.secrets import shapes
from generator.secrets.generate import generated

SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
PEM = serialization.Encoding.PEM


def _only(shape: Json) -> bytes:
    """The value of a shape as it is written, which fills one key."""
    values = generated(expanded(shape), "own")
    assert list(values) == ["own"]
    return values["own"]


def _pair(**own: Json) -> tuple[bytes, bytes]:
    values = generated({"keyPair": {"publicKey": "public", **own}}, "own")
    assert list(values) == ["own", "public"]
    return values["own"], values["public"]


@pytest.mark.parametrize(
    ("own", "pattern"),
    [
        ({}, "[A-Za-z0-9]{32}"),
        ({"length": 40}, "[A-Za-z0-9]{40}"),
        ({"alphabet": "letters"}, "[A-Za-z]{32}"),
        ({"alphabet": "digits"}, "[0-9]{32}"),
        ({"alphabet": "hex"}, "[0-9a-f]{32}"),
        ({"alphabet": "url"}, "[-A-Za-z0-9._~]{32}"),
        ({"alphabet": "printable"}, "[!-~]{32}"),
        ({"characters": "ab-ä", "length": 64}, "[abä-]{64}"),
    ],
)
def test_password(own: JsonMap, pattern: str) -> None:
    made = [_only({"password": own}).decode() for _ in range(50)]
    assert [text for text in made if not re.fullmatch(pattern, text)] == []
    assert len(set(made)) == 50
    # Each character comes, and none often: a character of n lies within six deviations of its share.
    alphabet = shapes.characters(shapes.parts({"password": own})[1])
    drawn, share = "".join(made), 1 / len(alphabet)
    deviation = (len(drawn) * share * (1 - share)) ** 0.5
    counts = {character: drawn.count(character) for character in alphabet}
    assert {c: n for c, n in counts.items() if abs(n - len(drawn) * share) > 6 * deviation + 1} == {}


def test_repeated_characters_weigh_no_more() -> None:
    made = _only({"password": {"characters": "a" * 1000 + "b", "length": 1000}})
    assert 300 < made.count(b"b") < 700


def test_bytes_are_of_the_length_and_encoding() -> None:
    assert len(base64.b64decode(_only("bytes"), validate=True)) == 32
    assert len(base64.urlsafe_b64decode(_only({"bytes": {"encoding": "base64url", "length": 33}}))) == 33
    assert re.fullmatch(b"[0-9a-f]{32}", _only({"bytes": {"encoding": "hex", "length": 16}}))
    raw = _only({"bytes": {"encoding": "raw", "length": 1000}})
    assert (len(raw), len(set(raw)) > 200) == (1000, True)
    safe = b"".join(_only({"bytes": {"encoding": "base64url"}}) for _ in range(50))
    assert (set(safe) & set(b"+/"), set(b"-_") - set(safe)) == (set(), set())


def test_uuid() -> None:
    one, two = (uuid.UUID(_only("uuid").decode()) for _ in range(2))
    assert (one.version, one.variant, one != two) == (4, uuid.RFC_4122, True)


@pytest.mark.parametrize(
    ("own", "kind", "size"),
    [
        ({}, ed25519.Ed25519PrivateKey, None),
        ({"type": "rsa"}, rsa.RSAPrivateKey, 3072),
        ({"type": "rsa", "bits": 2048}, rsa.RSAPrivateKey, 2048),
        ({"type": "ec"}, ec.EllipticCurvePrivateKey, 256),
        ({"type": "ec", "curve": "P-384"}, ec.EllipticCurvePrivateKey, 384),
        ({"type": "ec", "curve": "P-521"}, ec.EllipticCurvePrivateKey, 521),
    ],
)
@pytest.mark.parametrize("form", shapes.FORMATS)
def test_halves_of_a_key_pair_match(own: JsonMap, kind: type, size: int | None, form: str) -> None:
    private, public = _pair(**own, format=form)
    if form == "openssh":
        assert private.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----\n")
        assert public.count(b"\n") == 0, "a value of one line has no line break, as `secrets check` wants it"
        key: PrivateKeyTypes = serialization.load_ssh_private_key(private, None)
        other: PublicKeyTypes = serialization.load_ssh_public_key(public)
    else:
        assert private.startswith(b"-----BEGIN PRIVATE KEY-----\n")
        key, other = serialization.load_pem_private_key(private, None), serialization.load_pem_public_key(public)
    assert isinstance(key, kind)
    assert getattr(key, "key_size", None) == size
    assert _spki(key.public_key()) == _spki(other)


def _spki(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(PEM, SPKI)


def test_private_key_alone() -> None:
    assert _only("keyPair").startswith(b"-----BEGIN PRIVATE KEY-----\n")


@pytest.mark.parametrize("kind", shapes.TYPES)
def test_certificate_is_for_its_names_and_its_key(kind: str) -> None:
    names = ["*.shop.example.com", "orders.dev.svc"]
    values = generated({"tls": {"dnsNames": names, "days": 30, "type": kind}}, "tls.key")
    assert list(values) == ["tls.key", "tls.crt"]
    key = serialization.load_pem_private_key(values["tls.key"], None)
    certificate = x509.load_pem_x509_certificate(values["tls.crt"])
    assert _spki(certificate.public_key()) == _spki(key.public_key())
    certificate.verify_directly_issued_by(certificate)
    extensions = certificate.extensions
    assert extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName) == (
        names
    )
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert extensions.get_extension_for_class(x509.KeyUsage).value.key_encipherment is (kind == "rsa")
    assert certificate.subject.rfc4514_string() == "CN=*.shop.example.com"
    now = datetime.now(UTC)
    assert now - timedelta(minutes=10) < certificate.not_valid_before_utc < now
    assert timedelta(days=30, minutes=-5) < certificate.not_valid_after_utc - now <= timedelta(days=30)


def test_names_of_a_certificate_and_of_its_key() -> None:
    own = {"dnsNames": ["a" * 60 + ".example.com"], "certificate": "ca.crt"}
    values = generated({"tls": own}, "server.key")
    assert list(values) == ["server.key", "ca.crt"]
    assert x509.load_pem_x509_certificate(values["ca.crt"]).subject.rfc4514_string() == "CN=self-signed"
    values = generated({"tls": {**own, "commonName": "orders"}}, "server.key")
    assert x509.load_pem_x509_certificate(values["ca.crt"]).subject.rfc4514_string() == "CN=orders"


def test_htpasswd_verifies() -> None:
    values = generated({"htpasswd": {"user": "scraper", "password": "plain", "cost": 10}}, "auth")
    assert list(values) == ["auth", "plain"]
    user, digest = values["auth"].split(b":")
    assert user == b"scraper"
    assert re.fullmatch(rb"\$2y\$10\$[./A-Za-z0-9]{53}", digest)
    assert re.fullmatch(b"[A-Za-z0-9]{32}", values["plain"])
    assert bcrypt.checkpw(values["plain"], digest)
    assert not bcrypt.checkpw(values["plain"][:-1], digest)


WEAK: list[tuple[JsonMap, str]] = [
    ({}, "it names no shape; there are password, bytes, uuid, keyPair, tls, htpasswd"),
    ({"uuid": None}, "it names no shape; there are password, bytes, uuid, keyPair, tls, htpasswd"),
    ({"password": {"length": 11}}, "a password of 11 characters is short; it has 12 at least"),
    (
        {"password": {"length": 19, "alphabet": "digits"}},
        "a password of length 19 out of 10 characters has 63 bits of entropy, not 64 or more; "
        "a `length` of 20 is enough",
    ),
    (
        {"password": {"length": 63, "characters": "aabb"}},
        "a password of length 63 out of 2 characters has 63 bits of entropy, not 64 or more; "
        "a `length` of 64 is enough",
    ),
    (
        {"password": {"length": 4096, "characters": "aa"}},
        "a password of length 4096 out of one character has 0 bits of entropy, not 64 or more",
    ),
    (
        {"password": {"characters": ""}},
        "a password of length 32 out of 0 characters has 0 bits of entropy, not 64 or more",
    ),
    ({"password": {"characters": "abc\n"}}, "`characters` holds one that cannot be printed"),
    ({"bytes": {"length": 15}}, "15 random bytes are few; they are 16 at least"),
    ({"keyPair": {"type": "rsa", "bits": 1024}}, "an RSA key of 1024 bits can be broken; it has 2048 at least"),
    ({"keyPair": {"bits": 4096}}, "`bits` is for keys of type rsa, and this one is ed25519"),
    (
        {"tls": {"dnsNames": ["a"], "type": "rsa", "curve": "P-256"}},
        "`curve` is for keys of type ec, and this one is rsa",
    ),
    ({"tls": {"dnsNames": []}}, "a certificate is for host names: `dnsNames` is missing"),
    (
        {"tls": {"dnsNames": ["a"], "commonName": "b" * 65}},
        "`commonName` has 65 characters; a certificate holds at most 64",
    ),
    ({"htpasswd": {"password": "plain"}}, "`user` is missing: the name to log in with"),
    ({"htpasswd": {"user": "a"}}, "`password` is missing: the key that takes the plain password"),
    (
        {"htpasswd": {"user": "a:b", "password": "plain"}},
        "`user` is 'a:b'; a line of htpasswd has one without a colon or control characters",
    ),
    (
        {"htpasswd": {"user": "a", "password": "plain", "cost": 9}},
        "a `cost` of 9 lets passwords be tried fast; it is 10 at least",
    ),
]


@pytest.mark.parametrize(("shape", "reason"), WEAK)
def test_weak_shapes_are_refused(shape: JsonMap, reason: str) -> None:
    assert shapes.weak(shape) == reason
    with pytest.raises(KubecatalogError) as refused:
        generated(shape, "token")
    assert refused.value.message == f"no value is made for token: {reason}"


@pytest.mark.parametrize(
    "shape",
    [
        {"password": {"length": 12}},
        {"password": {"length": 20, "alphabet": "digits"}},
        {"password": {"length": 64, "characters": "ab"}},
        {"bytes": {"length": 16}},
        {"keyPair": {"type": "rsa", "bits": 2048}},
        {"htpasswd": {"user": "a", "password": "plain", "cost": 10}},
        *(expanded(word) for word in shapes.WORDS),
    ],
)
def test_shapes_that_are_just_strong_enough(shape: JsonMap) -> None:
    assert shapes.weak(shape) == ""


def test_two_values_for_one_key_are_refused() -> None:
    with pytest.raises(KubecatalogError) as refused:
        generated({"tls": {"dnsNames": ["orders"]}}, "tls.crt")
    assert refused.value.message == "two values are made, and both are for the key tls.crt"


@pytest.mark.parametrize(
    ("below", "above", "stands"),
    [
        ("password", {"password": {"length": 64}}, {"password": {"length": 64}}),
        ({"password": {"length": 64}}, "bytes", {"bytes": {}}),
        (
            {"password": {"alphabet": "hex", "length": 40}},
            {"password": {"characters": "abcd"}},
            {"password": {"length": 40, "characters": "abcd"}},
        ),
        (
            {"keyPair": {"type": "rsa", "bits": 4096, "publicKey": "public"}},
            {"keyPair": {"type": "ec"}},
            {"keyPair": {"type": "ec", "publicKey": "public"}},
        ),
        (
            {"keyPair": {"type": "rsa", "bits": 4096}},
            {"keyPair": {"format": "openssh"}},
            {"keyPair": {"type": "rsa", "bits": 4096, "format": "openssh"}},
        ),
    ],
)
def test_an_environment_changes_a_shape(below: Json, above: Json, stands: Json) -> None:
    merged = finish(merge(expanded(below), expanded(above)))
    assert merged == stands
    assert shapes.weak(merged) == ""
