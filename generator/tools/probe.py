"""A program's file -> its version, or None when it does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ToolError
from generator.tools.buildinfo import read_build_info
from generator.tools.pins import Pin
from generator.tools.run import run

VERSION = re.compile(r"(?<![\w.])v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)(?![\w.])")


@dataclass(frozen=True, slots=True)
class Probe:
    version: str | None
    lasting: bool
    """The file itself is the tool. Of a shim, which picks the program each time, nothing can be remembered."""


def probe(path: Path, pin: Pin, environ: Mapping[str, str]) -> Probe:
    info = read_build_info(path, pin)
    # A build from the module says its version for certain, where `kubeconform -v` then only says "development".
    if info is not None and info.version == pin.version:
        return Probe(info.version, lasting=True)
    return Probe(_ask(path, pin, environ), lasting=info is not None)


def _ask(path: Path, pin: Pin, environ: Mapping[str, str]) -> str | None:
    # sops would otherwise look on the network for a newer release of itself.
    env = {**environ, "SOPS_DISABLE_VERSION_CHECK": "1"}
    try:
        said = run([path, *pin.ask], tool=pin.name, version="", env=env, timeout=20).stdout
    except ToolError:  # not a version we know how to ask for, so not the pinned one
        return None
    match = VERSION.search(said.decode(errors="replace"))
    return match[1] if match else None
