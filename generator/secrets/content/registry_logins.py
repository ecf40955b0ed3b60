"""The logins of image registries, as `docker login` writes them -> what is wrong with them.

Names of registries are part of the value: an entry is told by its place.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator

from generator.json_types import Json
from generator.secrets.content.wrong import Wrong

_RULE = "invalid-registry-login"
_HINT = (
    "`kubectl create secret docker-registry --dry-run=client -o yaml` makes one; `kubecatalog secrets import` reads it"
)


def findings(key: str, text: bytes) -> Iterator[Wrong]:
    """`.dockerconfigjson` has its entries under `auths`, the older `.dockercfg` at its top."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        yield Wrong(_RULE, key, "the value is not JSON", _HINT)
        return
    if key == ".dockerconfigjson":
        found = found.get("auths") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not found:
        what = "there are no `auths` in it" if key == ".dockerconfigjson" else "there is no registry in it"
        yield Wrong(_RULE, key, what, _HINT)
        return
    for number, entry in enumerate(found.values(), 1):
        wrong = _of_entry(entry)
        if wrong:
            yield Wrong(_RULE, key, f"{wrong} (registry {number} of {len(found)})", _HINT)


def _of_entry(entry: Json) -> str:
    """Why nobody could log in with it; empty where somebody could."""
    if not isinstance(entry, dict):
        return "an entry of it is no map"
    if "auth" in entry:
        return "" if _is_login(entry["auth"]) else "`auth` is not the base64 of USER:PASSWORD"
    if any(_says(entry, name) for name in ("identitytoken", "registrytoken")):
        return ""
    return "" if _says(entry, "username") and _says(entry, "password") else "an entry of it has no `auth`"


def _says(entry: dict[str, Json], name: str) -> bool:
    return isinstance(entry.get(name), str) and bool(entry[name])


def _is_login(auth: Json) -> bool:
    try:
        user, colon, password = base64.b64decode(auth, validate=True).partition(b":")
    except (binascii.Error, ValueError, TypeError):
        return False
    return bool(user and colon and password)
