"""ConfigMap and Secret: https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, differences

KINDS = (("", "ConfigMap"), ("", "Secret"))

_HINT = "give the new one another name and let the pods use that: a generator of kustomize does both"


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
