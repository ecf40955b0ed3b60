"""Pins -> binaries in a folder, each built from its checked module by `go install`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from generator.errors import ToolError
from generator.tools import golang
from generator.tools.buildinfo import read_build_info
from generator.tools.locate import installed
from generator.tools.pins import Pin
from generator.tools.progress import Progress
from generator.tools.run import run, run_together

# No paths of the machine in the binary; no debugger's tables: a sixth less to compile, a third less to load.
BUILD_FLAGS = ("-trimpath", "-ldflags=-s", "-gcflags=all=-dwarf=false")


def install_tools(
    pins: Sequence[Pin], folder: Path, scratch: Path, environ: Mapping[str, str], progress: Progress
) -> None:
    """`folder` is the one that holds `bin`, and is held by this process (see workspace)."""
    (folder / "bin").mkdir(exist_ok=True)
    # Another process may have installed them while this one waited for the folder.
    pins = [pin for pin in pins if not installed(pin, folder / "bin")]
    if not pins:
        return
    env = golang.go_environment(folder, scratch, environ, progress)
    # Each on its own: one module for all of them would raise their dependencies to the newest that any of them names.
    run_together([partial(_install, pin, folder / "bin", scratch, env, progress) for pin in pins], workers=2)
    shutil.rmtree(folder / golang.CACHE, ignore_errors=True)


def _install(pin: Pin, target: Path, scratch: Path, env: Mapping[str, str], progress: Progress) -> None:
    with progress.step(f"{pin.name} {pin.version}"):
        fresh = scratch / pin.name
        fresh.mkdir()
        run(
            ["go", "install", *BUILD_FLAGS, f"{pin.package}@v{pin.version}"],
            tool=f"go install of {pin.name}",
            version=pin.version,
            cwd=fresh,
            env={**env, "GOBIN": str(fresh)},
            timeout=3600,
        )
        built = fresh / pin.name
        info = read_build_info(built, pin)
        if info is None or (info.version, info.checksum) != (pin.version, pin.checksum):
            raise ToolError(
                f"{pin.name} {pin.version} was built from {info or 'an unknown module'}, expected {pin.checksum}",
                "whatever serves Go modules here serves another source for this version",
            )
        built.replace(target / pin.name)
        installed(pin, target)  # writes its record
