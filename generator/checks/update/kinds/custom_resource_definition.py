"""CustomResourceDefinition: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, immutable

KIND = ("apiextensions.k8s.io", "CustomResourceDefinition")

_HINT = "make a CustomResourceDefinition of another name: deleting this one deletes all its objects"


def refused(change: Change) -> Iterator[Wrong]:
    for path in (("scope",), ("group",), ("names", "kind"), ("names", "plural")):
        yield from immutable(change, ("spec", *path), _HINT)
    left = {version.get("name") for version in change.after("spec", "versions") or ()}
    for version in change.before("spec", "versions") or ():
        if version.get("storage") and version.get("name") not in left:
            message = f"version {version.get('name')} may not go: objects are stored in it"
            hint = "keep it, with `served: false` if need be, until all objects are stored in another version"
            yield Wrong("removed-stored-version", message, hint, ("spec", "versions"))
