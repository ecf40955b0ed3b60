"""A checkout -> ready to work: `.venv` and `.tools/bin`. Only the standard library: no package is there yet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TextIO

from generator.tools.environment import set_up_environment
from generator.tools.install import install_tools
from generator.tools.locate import find_on_path, installed, is_damaged, tools_folder
from generator.tools.pins import PINS, Pin
from generator.tools.progress import Progress
from generator.tools.run import run_together
from generator.tools.workshop import workshop

READY = ".ready"
"""What make looks at. In `.venv` it holds the checkout's path, which changes when the checkout is moved or copied."""


def set_up(root: Path, environ: Mapping[str, str], out: TextIO) -> None:
    """Safe to repeat and to kill at any moment; raises ToolError."""
    progress = Progress(out, "set-up of .venv and .tools (the first one takes about two minutes, over the network)")
    with workshop(root / ".tools", environ, progress) as work:
        jobs = [
            partial(set_up_environment, root, work),
            partial(install_tools, missing_tools(root, environ), work),
        ]
        run_together(jobs, workers=len(jobs))
        (work.folder / READY).touch()
        (root / ".venv" / READY).write_text(f"{root}\n", encoding="utf-8")


def missing_tools(root: Path, environ: Mapping[str, str]) -> list[Pin]:
    here = tools_folder(root)
    return [
        pin
        for pin in PINS.values()
        if is_damaged(pin, here) or not (installed(pin, here) or find_on_path(pin, root, environ))
    ]
