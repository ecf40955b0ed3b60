"""Pins -> binaries in a folder, each built from its checked module by `go install`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from generator.errors import ToolError
from generator.tools.buildinfo import read_build_info
from generator.tools.golang import CACHE, Go, go_for_building
from generator.tools.locate import RECORD, installed, is_damaged
from generator.tools.pins import Pin
from generator.tools.record import read_record, write_record
from generator.tools.run import Stopped, run_together
from generator.tools.workshop import Workshop

# No paths of the machine in the binary; no debugger's tables: a sixth less to compile, a third less to load.
BUILD_FLAGS = ("-trimpath", "-ldflags=-s", "-gcflags=all=-dwarf=false")


_RETRY = "see that Go's module proxy can be reached (HTTPS_PROXY, GOPROXY), and run it again: what is done is kept"


def install_tools(pins: Sequence[Pin], work: Workshop) -> None:
    """Into `bin` of the workshop's folder. What is there already is held to the digest that it was installed with."""
    target = work.folder / "bin"
    target.mkdir(exist_ok=True)
    # Another process may have installed them while this one waited for the folder.
    missing = [pin for pin in pins if not installed(pin, target) or is_damaged(pin, target)]
    if missing:
        # A run that is killed leaves no digest behind that is another binary's.
        names = {pin.name for pin in missing}
        kept = {name: entry for name, entry in read_record(target / RECORD).items() if name not in names}
        write_record(target / RECORD, kept)
        go = go_for_building(work)
        # Each on its own: one module for all would raise their dependencies to the newest that any of them names.
        jobs = [partial(_install, pin, go, target, work) for pin in missing]
        # All at once: linking keeps one core busy at most, and the compilers of the others the rest.
        run_together(jobs, workers=len(jobs))
        for pin in missing:
            installed(pin, target)  # writes its record; a run that is killed before leaves that to the next one
    shutil.rmtree(work.folder / CACHE, ignore_errors=True)


def _install(pin: Pin, go: Go, target: Path, work: Workshop) -> None:
    with work.progress.step(f"{pin.name} {pin.version}"):
        fresh = work.scratch / pin.name
        fresh.mkdir()
        try:
            work.run(
                [go.program, "install", *BUILD_FLAGS, f"{pin.package}@v{pin.version}"],
                tool=f"go install of {pin.name}",
                version=pin.version,
                cwd=fresh,
                env={**go.env, "GOBIN": str(fresh)},
            )
        except Stopped:
            raise
        except ToolError as error:
            raise ToolError(error.message, error.hint or _RETRY) from None
        built = fresh / pin.name
        info = read_build_info(built, pin)
        if info is None or (info.version, info.checksum) != (pin.version, pin.checksum):
            raise ToolError(
                f"{pin.name} was built from {info or 'an unknown module'}, expected {pin.version} {pin.checksum}",
                "what serves Go modules here has another source for this version",
            )
        built.replace(target / pin.name)
