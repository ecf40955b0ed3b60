"""What pages say in place of certificates and keys, such as `<certificate, valid for 300 days>` -> real ones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from textwrap import indent

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_VALUE = re.compile(r"^(  \S+:) <(.*)>$", re.MULTILINE)
_CERTIFICATE = re.compile(r"certificate(?: of (\S+))?, valid (?:for (\d+) days|(from tomorrow)|(until yesterday))")
_NOW = datetime.now(UTC)
_KEY = ec.generate_private_key(ec.SECP256R1())


def filled(text: str) -> str:
    return _VALUE.sub(lambda found: f"{found[1]} {_block(found[2])}", text)


def _block(words: str) -> str:
    named = _CERTIFICATE.fullmatch(words)
    end = "|-" if words.endswith("without its last line break") else "|"
    return f"{end}\n{indent(_certificate(named) if named else _PRIVATE[words](), '    ').rstrip()}"


def _certificate(said: re.Match[str]) -> str:
    host, days, tomorrow, yesterday = said.groups()
    begin, end = (1 if tomorrow else -10), (-1 if yesterday else int(days or 300))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host or "orders.example.com")])
    made = (
        x509.CertificateBuilder(name, name, _KEY.public_key(), x509.random_serial_number())
        .not_valid_before(_NOW + timedelta(days=begin))
        .not_valid_after(_NOW + timedelta(days=end))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host or "orders.example.com")]), critical=False)
    )
    return made.sign(_KEY, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _of_ssh() -> str:
    key = ed25519.Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()


_PRIVATE = {
    "private key of the certificate": lambda: _pem(_KEY),
    "another private key": lambda: _pem(ec.generate_private_key(ec.SECP256R1())),
    "private key of ssh": _of_ssh,
    "private key of ssh, without its last line break": _of_ssh,
}
