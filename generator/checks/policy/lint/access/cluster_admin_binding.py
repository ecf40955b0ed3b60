"""Somebody who may do everything in the cluster: https://kubernetes.io/docs/concepts/security/rbac-good-practices/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import BINDINGS
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map
from generator.resources.references.maps import maps

RULE = "cluster-admin-binding"
KINDS = BINDINGS


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    if as_map(manifest.get("roleRef")).get("name") == "cluster-admin":
        names = ", ".join(str(subject.get("name")) for _, subject in maps(manifest.get("subjects")))
        where = "the cluster" if manifest["kind"] == "ClusterRoleBinding" else "the namespace"
        message = f"{names or 'nobody yet'} may do everything in {where}"
        yield Wrong(RULE, message, "bind a role with what is needed", ("roleRef", "name"))
