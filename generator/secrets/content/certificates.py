"""Certificates and private keys, as PEM or as the files of ssh -> what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from generator.secrets.content.wrong import Wrong

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes

_SOON = timedelta(days=30)
"""How long before its end a certificate is told of: most authorities renew theirs by then."""

_OPENSSH_END = b"-----END OPENSSH PRIVATE KEY-----"


def of_pair(
    certificate: tuple[str, bytes], private: tuple[str, bytes], hosts: Sequence[str], now: int
) -> Iterator[Wrong]:
    """What is wrong with a certificate, the private key of it, and the two together, each given with its key in the
    Secret. `hosts` are the names that it is to be good for; `now` is in seconds since 1970."""
    chain = _chain(certificate[1])
    if not chain:
        message = "there is no certificate that can be read in it"
        yield Wrong("invalid-certificate", certificate[0], message, "it is PEM: the server's own, then its authority's")
    else:
        yield from _times(certificate[0], chain, datetime.fromtimestamp(now, UTC))
        yield from _names(certificate[0], chain[0], hosts)
    yield from _of_key(private, certificate[0], chain)


def _chain(pem: bytes) -> list[x509.Certificate]:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        return []


def _times(key: str, chain: list[x509.Certificate], now: datetime) -> Iterator[Wrong]:
    """Of a chain the shortest time counts."""
    begin = max(certificate.not_valid_before_utc for certificate in chain)
    end = min(certificate.not_valid_after_utc for certificate in chain)
    if end <= now:
        message = f"the certificate has expired on {end:%Y-%m-%d}"
        yield Wrong("expired-certificate", key, message, "put a new one in")
    elif begin > now:
        message = f"the certificate is not valid before {begin:%Y-%m-%d %H:%M} UTC"
        yield Wrong("certificate-not-yet-valid", key, message, "wait, or look at the clock of this machine")
    elif end - now < _SOON:
        message = f"the certificate expires on {end:%Y-%m-%d}"
        yield Wrong("expiring-certificate", key, message, "put a new one in before", "warning")


def _names(key: str, certificate: x509.Certificate, hosts: Sequence[str]) -> Iterator[Wrong]:
    from cryptography import x509

    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names = [name.lower() for name in found.value.get_values_for_type(x509.DNSName)]
    except (x509.ExtensionNotFound, ValueError):
        names = []  # clients read no other names
    for host in hosts:
        if not any(covers(name, host.lower()) for name in names):
            message = f"the certificate is not for {host}, which an Ingress serves with it"
            hint = "put in one with that name among its subject alternative names"
            yield Wrong("wrong-certificate-host", key, message, hint, "warning")


def covers(name: str, host: str) -> bool:
    """Whether a name of a certificate is good for a host: a `*` is exactly one label, the first (RFC 6125, 6.4.3)."""
    if name == host:
        return True
    first, _, rest = host.partition(".")
    return bool(rest) and first != "*" and name == f"*.{rest}"


def _of_key(private: tuple[str, bytes], of: str, chain: list[x509.Certificate]) -> Iterator[Wrong]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key, pem = private
    try:
        loaded = load_pem_private_key(pem, None)
    except TypeError:
        hint = "nobody in a cluster types one: take it off with `openssl pkey`"
        yield Wrong("invalid-private-key", key, "the private key is protected with a passphrase", hint)
    except ValueError:
        yield Wrong("invalid-private-key", key, "there is no private key that can be read in it", "it is PEM")
    except UnsupportedAlgorithm:
        return  # not known here is not wrong
    else:
        yield from _together(key, loaded, of, chain)


def _together(key: str, private: PrivateKeyTypes, of: str, chain: list[x509.Certificate]) -> Iterator[Wrong]:
    own = _public(private.public_key())
    fits = [_public(certificate.public_key()) == own for certificate in chain]
    if not chain or fits[0]:
        return
    message = f"the private key is not that of the certificate in {of}"
    hint = "put both in together, with `kubecatalog secrets edit`"
    if any(fits):
        message = f"the private key is that of a later certificate in {of}"
        hint = f"in {of} the server's own certificate comes first, then its authority's"
    yield Wrong("wrong-private-key", key, message, hint)


def _public(key: PublicKeyTypes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def of_ssh(key: str, text: bytes) -> Iterator[Wrong]:
    """What is wrong with a private key of ssh."""
    if not _is_ssh_key(text):
        hint = "it is what `ssh-keygen` writes: the file without `.pub`"
        yield Wrong("invalid-private-key", key, "there is no private key of ssh that can be read in it", hint)
    elif text.endswith(_OPENSSH_END):
        hint = "put it in as a file, which is taken as it is: `kubecatalog secrets set ... --file PATH`"
        yield Wrong("missing-final-newline", key, "ssh reads no key without the line break at its end", hint)


def _is_ssh_key(text: bytes) -> bool:
    """One with a passphrase is one, too: some programs are given both."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    for load in (load_ssh_private_key, load_pem_private_key):
        try:
            load(text, None)
        except ValueError as error:
            if "password" in str(error).lower():
                return True
        except (TypeError, UnsupportedAlgorithm):
            return True
        else:
            return True
    return False
