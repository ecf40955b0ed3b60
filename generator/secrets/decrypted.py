"""What encrypted files hold -> what is wrong with it: value by value, and between environments.

No finding tells a value, a part of one, or how long one is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.errors import KubecatalogError
from generator.findings import Finding
from generator.json_types import JsonMap
from generator.secret_types import TLS
from generator.secrets import shapes
from generator.secrets.content import certificates, declared, doubtful, registry_logins, shared
from generator.secrets.content.shared import Own
from generator.secrets.content.wrong import Wrong
from generator.secrets.file import SECTIONS
from generator.secrets.opened import Opened
from generator.secrets.values import Values, of_secret

CERTIFICATE, PRIVATE_KEY = "tls.crt", "tls.key"
_LOGINS = (".dockerconfigjson", ".dockercfg")
_SSH_KEY = "ssh-privatekey"


class About(Struct, frozen=True):
    """What the catalog says of a file: of its keys, and the `hosts` that Ingresses serve with its certificate."""

    keys: JsonMap
    hosts: Sequence[str] = ()


_NOTHING = About({})


def findings(
    files: Sequence[Opened], about: Mapping[str, About], production: Collection[str], now: int
) -> Iterator[Finding]:
    """`about` is by path, `production` names environments, `now` is in seconds since 1970."""
    held: dict[str, Values] = {}
    for file in files:
        yield from file.findings
        if file.secret is not None:
            values: Values = {}
            for wrong in _read(file.secret, values):
                yield _finding(file, wrong)
            held[file.subject.file.path] = values
            for wrong in _of_file(values, file.secret, about.get(file.subject.file.path, _NOTHING), now):
                yield _finding(file, wrong)
    yield from _shared(files, held, about, production)


def _read(secret: JsonMap, values: Values) -> Iterator[Wrong]:
    """Puts the values of a Secret into `values`, and tells which cannot be read."""
    for section in SECTIONS:
        for key, text in (secret.get(section) or {}).items():
            try:
                values |= of_secret({section: {key: text}}, "")
            except KubecatalogError as error:
                yield Wrong("invalid-base64", key, f"the value of data.{key} is not base64", error.hint)


def _of_file(values: Values, secret: JsonMap, about: About, now: int) -> Iterator[Wrong]:
    for certificate, private in _pairs(values, secret, about):
        pair = (certificate, values[certificate]), (private, values[private])
        yield from certificates.of_pair(*pair, about.hosts if certificate == CERTIFICATE else (), now)
    for key, value in values.items():
        if key in _LOGINS:
            yield from registry_logins.findings(key, value)
        elif key == _SSH_KEY:
            yield from certificates.of_ssh(key, value)
        own = about.keys.get(key) or {}
        wrong = list(declared.findings(key, value, own))
        yield from wrong
        is_certain = not wrong and ("pattern" in own or "schema" in own)
        yield from doubtful.findings(key, value) if not is_certain else ()


def _pairs(values: Values, secret: JsonMap, about: About) -> Iterator[tuple[str, str]]:
    """The keys of each certificate and its private key, where both are there."""
    found = [(CERTIFICATE, PRIVATE_KEY)] if secret.get("type") == TLS or PRIVATE_KEY in values else []
    for key, own in about.keys.items():
        shape = (own or {}).get("generate") or {}
        if "tls" in shape:
            private, *further = shapes.keys(shape, key)
            found += [(certificate, private) for certificate in further]
    yield from (pair for pair in dict.fromkeys(found) if values.keys() >= set(pair))


def _shared(
    files: Sequence[Opened], held: Mapping[str, Values], about: Mapping[str, About], production: Collection[str]
) -> Iterator[Finding]:
    """Of the files that hold the same Secret in several environments."""
    groups: dict[tuple[str, str], dict[str, tuple[Opened, Own]]] = {}
    for file in files:
        path, place = file.subject.file.path, file.subject.place
        if place is None:
            continue
        for key, value in held.get(path, {}).items():
            unique = (about.get(path, _NOTHING).keys.get(key) or {}).get("unique")
            groups.setdefault((place.stem, key), {})[place.environment] = file, Own(value, unique)
    for (_, key), by_environment in groups.items():
        owns = {environment: own for environment, (_, own) in by_environment.items()}
        for environment, wrong in shared.findings(key, owns, production):
            yield _finding(by_environment[environment][0], wrong)


def _finding(file: Opened, wrong: Wrong) -> Finding:
    leaves = file.subject.file.leaves
    # `stringData` is over `data`, as the API server has it.
    section = next(name for name in reversed(SECTIONS) if (name, wrong.key) in leaves)
    hint = wrong.hint
    return file.subject.fault(wrong.rule, wrong.message, (section, wrong.key), hint, wrong.severity)
