"""The table of what `schemas/` is built from: package or module, version, and the files of it that matter.

To move to a newer version, change it here and run `make schemas`; the diff of `schemas/` is the review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from msgspec import Struct
from zipfile import ZipFile

KUBERNETES_PACKAGE = "kubernetes-validate"
KUBERNETES_PACKAGE_VERSION = "1.37.0"
KUBERNETES_VERSIONS = ("1.32", "1.33", "1.34", "1.35", "1.36", "1.37")


class Module(Struct, frozen=True):
    """A Go module that carries CRDs."""

    name: str
    version: str
    files: str
    """A regular expression for paths inside the module."""
    unserved_elsewhere: str = ""
    """A second expression: from these files only what no file of `files` serves is taken."""

    @property
    def title(self) -> str:
        return f"{self.name}@{self.version}"

    def manifests(self, archive: ZipFile, pattern: str) -> Iterator[str]:
        """The text of every file of the module's zip that `pattern` matches, in order."""
        prefix = f"{self.name}@{self.version}/"
        for name in sorted(archive.namelist()):
            if pattern and re.fullmatch(pattern, name.removeprefix(prefix)):
                yield archive.read(name).decode()


MODULES = (
    Module("github.com/argoproj/argo-cd/v3", "v3.6.1", r"manifests/crds/.*-crd\.yaml"),
    Module("github.com/argoproj/argo-rollouts", "v1.10.2", r"manifests/crds/.*-crd\.yaml"),
    Module("github.com/cert-manager/cert-manager", "v1.21.2", r"deploy/crds/.*\.yaml"),
    # Four of Flux's six controllers are not served as modules. The operator's module carries the manifests of Flux's
    # own releases, unchanged, under Flux's license; nothing else is taken from it (its own CRDs are under another one).
    Module(
        "github.com/controlplaneio-fluxcd/flux-operator",
        "v0.59.0",
        r"config/data/flux/v2\.9\.5/((helm|image-automation|image-reflector|notification)-controller|source-watcher)\.yaml",
    ),
    Module("github.com/external-secrets/external-secrets", "v1.3.2", r"config/crds/bases/.*\.yaml"),
    Module("github.com/fluxcd/kustomize-controller", "v1.10.1", r"config/crd/bases/.*\.yaml"),
    Module("github.com/fluxcd/source-controller", "v1.10.1", r"config/crd/bases/.*\.yaml"),
    Module("github.com/kedacore/keda/v2", "v2.21.0", r"config/crd/bases/.*\.yaml"),
    Module(
        "github.com/prometheus-operator/prometheus-operator", "v0.85.0", r"example/prometheus-operator-crd/.*\.yaml"
    ),
    Module("k8s.io/autoscaler/vertical-pod-autoscaler", "v1.8.1", r"deploy/vpa-v1-crd-gen\.yaml"),
    Module(
        "sigs.k8s.io/gateway-api",
        "v1.7.0",
        r"config/crd/standard/.*\.yaml",
        unserved_elsewhere=r"config/crd/experimental/.*\.yaml",
    ),
)
