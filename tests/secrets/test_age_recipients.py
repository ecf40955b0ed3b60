"""A recipient that nobody could decrypt for is told before anything is encrypted."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from generator.secrets.age_recipients import recipient_mistake
from tests.secrets.age_keys import key_pair

PLUGIN = "age1yubikey1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0s9hkmc0"


def _ssh(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> str:
    return private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _with_another_end(text: str) -> str:
    return text[:-1] + ("q" if text[-1] != "q" else "p")


@pytest.mark.parametrize(
    "text",
    [
        key_pair().public,
        PLUGIN,
        _ssh(ed25519.Ed25519PrivateKey.generate()),
        _ssh(ed25519.Ed25519PrivateKey.generate()) + " carol@example.com",
        _ssh(rsa.generate_private_key(65537, 2048)),
    ],
    ids=["age", "plugin", "ed25519", "comment", "rsa"],
)
def test_public_keys_that_sops_takes(text: str) -> None:
    assert recipient_mistake(text) == ""


@pytest.mark.parametrize("public", [key_pair().public, PLUGIN], ids=["age", "plugin"])
def test_mistyped_and_cut_keys_of_age(public: str) -> None:
    for text in (_with_another_end(public), public[:-3], public.replace("age1", "age1q", 1)):
        shown = text if len(text) <= 70 else f"{text[:67]}..."
        assert recipient_mistake(text) == f"{shown} is no public key of age: a character is wrong or missing"


def test_keys_of_ssh_that_age_cannot_use() -> None:
    short = _ssh(rsa.generate_private_key(65537, 1024))
    assert recipient_mistake(short) == f"{short[:67]}... is no public key of ssh that age can use"
    cut = _ssh(ed25519.Ed25519PrivateKey.generate())[:40]
    assert recipient_mistake(cut) == f"{cut} is no public key of ssh that age can use"
