"""ConfigMap and Secret: https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, differences
from generator.json_types import JsonMap

KINDS = (("", "ConfigMap"), ("", "Secret"))

_HINT = "give the new one another name and let the pods use that: a generator of kustomize does both"


def prepare(live: JsonMap) -> None:
    """A Secret has its values in one way, whichever they were written in."""
    if live["kind"] == "Secret":
        plain = live.pop("stringData", None) or {}
        encoded = {key: _encoded((value or "").encode()) for key, value in plain.items()}
        values = {key: _encoded(b64decode(value or "")) for key, value in (live.get("data") or {}).items()} | encoded
        live.update({"data": values} if values else {})


def _encoded(value: bytes) -> str:
    return b64encode(value).decode()


def settle(live: JsonMap, applied: JsonMap) -> None:
    prepare(applied)


def refused(change: Change) -> Iterator[Wrong]:
    if not change.before("immutable"):
        return
    if not change.after("immutable"):
        yield Wrong("immutable-config", "`immutable` may not be taken back", _HINT, ("immutable",))
    for field in ("data", "binaryData"):
        # A map that is written empty is not the same as none to the server.
        if change.new.get(field) == {} and change.new["kind"] == "ConfigMap" and not change.before(field):
            yield Wrong("immutable-config", f"an empty {field} may not be added", f"remove `{field}`", (field,))
        for place in differences(change.before(field) or {}, change.after(field) or {}, (field,)):
            yield Wrong("immutable-config", "its content may not be changed, since it is immutable", _HINT, place)
            break
