"""A text -> the private keys in it: of age, and those that PEM wraps. Identities of plugins are no secrets."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Collection, Iterator

from generator.secrets.leaks.leak import Leak, place

RULE = "private-key-in-repository"

WORDS = "AGE-SECRET-KEY-(PQ-)?1|PRIVATE KEY( BLOCK)?-----|LS0tLS1CRUdJTi"
"""One of them is in whatever holds one, in the language of grep, too. The last is how PEM begins in base64."""

_AGE = re.compile(r"AGE-SECRET-KEY-(?P<pq>PQ-)?1[02-9AC-HJ-NP-Z]{50,}")
_PEM = re.compile(
    r"-----BEGIN (?P<kind>(?:[A-Z0-9]+ )*)PRIVATE KEY(?: BLOCK)?-----"
    r"(?:\\{1,4}[nr]|[\s\"'`,+#>*|\\-]|[A-Z][A-Za-z-]*: [^\n]*\n)*[A-Za-z0-9+/]{40,}"
)
"""With the first line of what it holds: without, it is a word of a program, or an example. Lines may be quoted, joined
or commented out, and headers may stand before it."""

_ENCODED = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{86,}")
"""As in a kubeconfig: the first lines of PEM."""

_EXAMPLE = re.compile(r"^[ \t]*(?:#|//|;).*\bEXAMPLE\b", re.MULTILINE)
_FEWEST_LETTERS = 8
"""Less is `XXXX...`, which stands for a key."""

_TAKE_AS_KNOWN = "take what it opens to be known: remove it, and replace it everywhere"


def leaks(text: str, allowed: Collection[str], *, exempt: bool) -> Iterator[Leak]:
    """`allowed` are public keys of age whose private halves may be here, where the file says that it is an example.
    `exempt`: it shows keys on purpose, but for those of age, of which nobody could tell whether they are in use."""
    for match in _AGE.finditer(text):
        if len(set(match[0].rpartition("1")[2])) >= _FEWEST_LETTERS:
            yield from _age(text, match, allowed)
    if not exempt:
        for match in _PEM.finditer(text):
            yield _pem(match, text, match.start())
        for encoded in _ENCODED.finditer(text):
            decoded = b64decode(encoded[0][:100]).decode("latin-1")
            if match_inside := _PEM.match(decoded):
                yield _pem(match_inside, text, encoded.start())


def _pem(match: re.Match[str], text: str, position: int) -> Leak:
    return Leak(RULE, f"this is a {match['kind']}private key", _TAKE_AS_KNOWN, *place(text, position))


def _age(text: str, match: re.Match[str], allowed: Collection[str]) -> Iterator[Leak]:
    public = "" if match["pq"] else _public(match[0])
    where = place(text, match.start())
    if public and public in allowed:
        if not _EXAMPLE.search(text):
            message = f"this is the private key of {public}, and the file does not say that it is an example"
            yield Leak(RULE, message, "write a comment with the word EXAMPLE above it", *where)
        return
    message = f"this is the private key of {public}" if public else "this is a private key of age"
    yield Leak(RULE, message, _TAKE_AS_KNOWN, *where)


def _public(private: str) -> str:
    """Empty where it is no key that age would take."""
    from pyrage import IdentityError, x25519  # type: ignore[import-untyped]

    try:
        return str(x25519.Identity.from_str(private).to_public())
    except IdentityError:
        return ""
