"""A command -> how long it took, how much processor time, and how much memory its own process had at most."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

CORES = os.cpu_count() or 1

_PEAK = Path(__file__).with_name("peak.py")


@dataclass(frozen=True, slots=True)
class Measured:
    """`processor` is the time on all cores, of the process and all that it started."""

    seconds: float
    processor: float


def timed(action: Callable[[], object]) -> Measured:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    action()
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Measured(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def run(argv: Sequence[str | Path], folder: Path, environ: Mapping[str, str] = os.environ) -> bytes:
    # A user's Python keeps what it has compiled; that of a build machine may be told not to.
    environ = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(argv, cwd=folder, env=environ, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(f"{argv[0]} failed:\n{done.stdout.decode(errors='replace')[-2000:]}")
    return done.stdout


def render(root: Path) -> Measured:
    """One `kubecatalog render`, as a user starts it."""
    return timed(lambda: run([sys.executable, "-m", "generator", "render"], root))


def render_with_peak(root: Path) -> tuple[Measured, float]:
    """`render`, and the most memory in MB that our own process had: those that it starts do not count."""
    note = root / "peak"
    found = timed(lambda: run([sys.executable, _PEAK, note, "render"], root))
    return found, int(note.read_text()) / 1e6


def forget(root: Path) -> None:
    """Make the next render a cold one."""
    for name in ("base", "overlays", ".kubecatalog"):
        shutil.rmtree(root / name, ignore_errors=True)


def starts(times: int) -> dict[str, float]:
    """Medians of what the bare interpreter takes to start, and what our `--help` takes; they take turns."""
    commands = {"python": ("-c", "pass"), "help": ("-m", "generator", "--help")}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, arguments in commands.items():
            taken[name].append(timed(partial(run, [sys.executable, *arguments], Path.cwd())).seconds)
    return {name: statistics.median(found) for name, found in taken.items()}
