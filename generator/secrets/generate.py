"""The shape of a random value -> new values of it. All randomness is that of the operating system."""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Callable, Mapping

from generator.errors import KubecatalogError
from generator.json_types import JsonMap
from generator.secrets import shapes

_Make = Callable[[JsonMap], tuple[bytes, ...]]
"""The fields of a shape, with defaults -> the values of its keys, in their order."""


def generated(shape: JsonMap, key: str) -> dict[str, bytes]:
    """New values for all keys that a shape fills; `key` declares it. Placeholders are replaced already. Raises
    KubecatalogError where the values would be weak, or something is missing."""
    wrong = shapes.weak(shape)
    if wrong:
        raise KubecatalogError(f"no value is made for {key}: {wrong}", "change its `generate` in the catalog")
    names = shapes.keys(shape, key)
    if len(set(names)) < len(names):
        message = f"two values are made, and both are for the key {key}"
        raise KubecatalogError(message, "name another key for the second one in its `generate`")
    name, own = shapes.parts(shape)
    return dict(zip(names, _MAKERS[name](own), strict=False))


def _password(own: JsonMap) -> tuple[bytes, ...]:
    alphabet = shapes.characters(own)
    return ("".join(secrets.choice(alphabet) for _ in range(own["length"])).encode(),)


def _bytes(own: JsonMap) -> tuple[bytes, ...]:
    return (_ENCODERS[own["encoding"]](secrets.token_bytes(own["length"])),)


_ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "base64url": base64.urlsafe_b64encode,
    "hex": lambda value: value.hex().encode(),
    "raw": lambda value: value,
}


def _uuid(_: JsonMap) -> tuple[bytes, ...]:
    return (str(uuid.uuid4()).encode(),)


def _key_pair(own: JsonMap) -> tuple[bytes, ...]:
    from generator.secrets import key_pairs

    return key_pairs.pair(own)


def _tls(own: JsonMap) -> tuple[bytes, ...]:
    from generator.secrets import key_pairs

    return key_pairs.self_signed(own)


def _htpasswd(own: JsonMap) -> tuple[bytes, ...]:
    import bcrypt

    # bcrypt reads 72 bytes of a password; these are 32.
    (password,) = _password(shapes.SHAPES["password"])
    # `2b` is what others call `2y`; Apache and nginx know only that name everywhere.
    digest = bcrypt.hashpw(password, bcrypt.gensalt(own["cost"])).replace(b"$2b$", b"$2y$", 1)
    return own["user"].encode() + b":" + digest, password


_MAKERS: Mapping[str, _Make] = {
    "password": _password,
    "bytes": _bytes,
    "uuid": _uuid,
    "keyPair": _key_pair,
    "tls": _tls,
    "htpasswd": _htpasswd,
}
