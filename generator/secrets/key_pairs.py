"""The fields of a shape -> a private key with its public half, or with a certificate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from generator.json_types import JsonMap
from generator.secrets.shapes import PAIR

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    _Private = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey

_EARLIER = timedelta(minutes=5)
"""Clocks that are behind take a new certificate, too."""


def pair(own: JsonMap) -> tuple[bytes, bytes]:
    """The private and the public half: PEM, or as the files of ssh."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    private = _private(own)
    if own["format"] == "openssh":
        public = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    else:
        public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return _written(private, own["format"]), public


def self_signed(own: JsonMap) -> tuple[bytes, bytes]:
    """The private key and the certificate of a server, both PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding

    private = _private(own)
    return _written(private, "pkcs8"), _certificate(own, private).public_bytes(Encoding.PEM)


def _private(own: JsonMap) -> _Private:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    own = {**PAIR, **own}
    if own["type"] == "rsa":
        return rsa.generate_private_key(65537, own["bits"])
    if own["type"] == "ec":
        curves = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
        return ec.generate_private_key(curves[own["curve"]])
    return ed25519.Ed25519PrivateKey.generate()


def _written(private: _Private, form: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    forms = {"pkcs8": PrivateFormat.PKCS8, "openssh": PrivateFormat.OpenSSH}
    return private.private_bytes(Encoding.PEM, forms[form], NoEncryption())


def _certificate(own: JsonMap, private: _Private) -> x509.Certificate:
    """Of a server, not of an authority: clients that trust it trust nothing else by it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    # A self-signed certificate needs a subject, which holds at most 64 characters (RFC 5280, 4.1.2.4 and A.1).
    common = own.get("commonName") or next((name for name in own["dnsNames"] if len(name) <= 64), "self-signed")
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + timedelta(days=own["days"]))
        .add_extension(x509.SubjectAlternativeName(map(x509.DNSName, own["dnsNames"])), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(enciphers=own["type"] == "rsa"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    return builder.sign(private, None if own["type"] == "ed25519" else hashes.SHA256())


def _usage(*, enciphers: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        key_encipherment=enciphers,
        content_commitment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
