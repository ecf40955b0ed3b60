"""The shapes of random values that the catalog can ask for."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of
from generator.language.types import array, described, either, enum, fields, integer, once, string
from generator.secrets.shapes import ALPHABETS, CURVES, ENCODINGS, FORMATS, SHAPES, TYPES, WORDS

_LENGTH = integer(1, 4096)
_PAIR: dict[str, JsonMap] = {
    "type": enum(*TYPES),
    "bits": described("The size of an RSA key; 3072 by default.", integer(2048, 8192)),
    "curve": described("The curve of an EC key; P-256 by default.", enum(*CURVES)),
}
_ONE_SIZE = ("bits", "curve")
_CHOICES = ("alphabet", "characters")

_FORMS: dict[str, JsonMap] = {
    "password": described(
        "Random characters.",
        once(
            fields(
                length=described("How many; 32 by default.", _LENGTH),
                alphabet=described(
                    "What they are; `alphanumeric` by default. `url` is what needs no escape in a URL, `printable` all "
                    "of ASCII but the space.",
                    enum(*ALPHABETS),
                ),
                characters=described("Exactly these characters.", string()),
            ),
            _CHOICES,
        ),
    ),
    "bytes": described(
        "Random bytes.",
        fields(
            length=described("How many before they are encoded; 32 by default.", _LENGTH),
            encoding=described("How they are written; `base64` by default, `raw` is not at all.", enum(*ENCODINGS)),
        ),
    ),
    "uuid": described("A random UUID (version 4).", fields()),
    "keyPair": described(
        "A private key.",
        once(
            fields(
                **{**_PAIR, "type": described("`ed25519` by default.", _PAIR["type"])},
                format=described("`pkcs8` (PEM) by default, or that of ssh.", enum(*FORMATS)),
                publicKey=described("The key of the Secret that takes the public half.", string("config-key")),
            ),
            _ONE_SIZE,
        ),
    ),
    "tls": described(
        "A private key with a self-signed certificate.",
        once(
            fields(
                dnsNames=described(
                    "The host names of the certificate. Placeholders are replaced.", array(string("host"))
                ),
                commonName=described(
                    "Its common name; the first host name by default. Placeholders are replaced.", string()
                ),
                days=described("How long it is valid; 365 by default.", integer(1, 7300)),
                **{**_PAIR, "type": described("`ec` by default.", _PAIR["type"])},
                certificate=described(
                    "The key that takes the certificate; `tls.crt` by default.", string("config-key")
                ),
            ),
            _ONE_SIZE,
        ),
    ),
    "htpasswd": described(
        "A line for HTTP basic authentication: a name, and the bcrypt hash of a random password.",
        fields(
            user=described("The name.", string()),
            password=described("The key of the Secret that takes the plain password.", string("config-key")),
            cost=described("The cost of bcrypt; 12 by default.", integer(10, 16)),
        ),
    ),
}

GENERATE: JsonMap = either(enum(*WORDS), once(fields(**_FORMS), tuple(_FORMS)))


def expanded(value: Json) -> Json:
    """A word -> its shape; what is given takes away what a lower layer says in its place."""
    if isinstance(value, str):
        value = {value: {}}
    if not isinstance(value, dict):
        return value
    return one_of({name: _resized(one_of(own, _CHOICES)) for name, own in value.items()}, tuple(SHAPES))


def _resized(own: Json) -> Json:
    """A size is that of a type: another type has its own."""
    sized = isinstance(own, dict) and any(own.get(field) is not None for field in ("type", *_ONE_SIZE))
    return {**dict.fromkeys(_ONE_SIZE), **own} if sized else own
