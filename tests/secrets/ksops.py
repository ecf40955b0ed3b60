"""The resource list of kustomize -> the same with the Secrets in place of what asks for them: a stand-in for KSOPS.

KSOPS is not to be had from the module proxy under a version, so it is not built here. Of what it does this does as much
as the variant uses: it reads the files that an item of the list names, from the folder that it is run in, decrypts them
with their MAC checked, and gives back what they hold, in that order (https://github.com/viaduct-ai/kustomize-sops).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml


def install(folder: Path, sops: Path) -> None:
    """Puts a program `ksops` into a folder."""
    folder.mkdir()
    program = folder / "ksops"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{__file__}' '{sops}'\n")
    program.chmod(0o755)


def _main(sops: str) -> None:
    asked = yaml.safe_load(sys.stdin)
    assert asked["kind"] == "ResourceList"
    files = [file for item in asked["items"] for file in item["files"]]
    decrypted = [subprocess.run([sops, "decrypt", file], stdout=subprocess.PIPE, check=True).stdout for file in files]
    items = [yaml.safe_load(secret) for secret in decrypted]
    print(yaml.safe_dump({"apiVersion": asked["apiVersion"], "kind": "ResourceList", "items": items}))


if __name__ == "__main__":
    _main(sys.argv[1])
