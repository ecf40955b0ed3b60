"""A repository of git with an edited service -> what its commit hook takes, started as git starts it."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path

from generator.json_types import JsonMap
from tests.bench import catalog, measure

_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.com")


def round_of(root: Path, index: int, times: int) -> JsonMap:
    """Medians: in `seconds` the run that stops the commit and writes, `staged` the one that lets it pass."""
    (root / ".gitignore").write_text(".kubecatalog/\n")
    measure.run((*_GIT, "init", "-q"), root)
    _commit(root)
    edited, staged = [], []
    for time in range(times):
        catalog.service_file(root, index).write_text(catalog.edited(index, 101 + time))
        measure.run((*_GIT, "add", "-A"), root)
        edited.append(measure.timed(partial(_hook, root, 1)))
        measure.run((*_GIT, "add", "-A"), root)
        staged.append(measure.timed(partial(_hook, root, 0)))
        _commit(root)
    return {
        "seconds": statistics.median(run.seconds for run in edited),
        "processor": statistics.median(run.processor for run in edited),
        "staged": statistics.median(run.seconds for run in staged),
    }


def _commit(root: Path) -> None:
    measure.run((*_GIT, "add", "-A"), root)
    measure.run((*_GIT, "commit", "-q", "--no-verify", "-m", "change"), root)


def _hook(root: Path, code: int) -> None:
    environ = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = (sys.executable, "-m", "generator", "hook", "run")
    environ["GIT_INDEX_FILE"] = ".git/index"
    done = subprocess.run(command, cwd=root, env=environ, stdout=subprocess.PIPE, check=False)
    if done.returncode != code:
        raise SystemExit(f"the hook ended with {done.returncode}:\n{done.stdout.decode(errors='replace')[-2000:]}")
