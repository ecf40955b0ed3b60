"""The options of commands that find something."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeAlias

import click

from generator.json_types import Json

Names: TypeAlias = tuple[str, ...]
FORMS = ("text", "json", "sarif", "junit", "github", "gitlab")

_FIX = click.option("--fix", is_flag=True, help="Repair in its file what has one safe repair, and tell of the rest.")
_OPTIONS = (
    click.option("--write-baseline", default="", metavar="FILE", help="Write what is found to a baseline file."),
    click.option("--baseline", default="", metavar="FILE", help="Fail only for what is not in this file."),
    click.option("--ignore", multiple=True, metavar="NAME", help="Leave out a rule or category; may be repeated."),
    click.option("--select", multiple=True, metavar="NAME", help="Tell only of a rule or category; may be repeated."),
    click.option("--format", "form", type=click.Choice(FORMS), default="text", help="How findings are printed."),
)


def reporting(command: Callable[..., int]) -> Callable[..., int]:
    """The command is given a `reporting`."""
    return _FIX(reporting_without_repairs(command))


def reporting_without_repairs(command: Callable[..., int]) -> Callable[..., int]:
    """The same of what has no repairs that are safe."""

    @wraps(command)
    def told(
        *, form: str, select: Names, ignore: Names, baseline: str, write_baseline: str, fix: bool = False, **rest: Json
    ) -> int:
        from generator.commands.reporting import Reporting

        if baseline and write_baseline:
            raise click.UsageError("--baseline reads a file and --write-baseline writes one: give one of them")
        root: Path = click.get_current_context().obj
        path = at(root, baseline or write_baseline) if baseline or write_baseline else None
        own = Reporting(root, form, select, ignore, path, write_baseline=bool(write_baseline), fix=fix)
        return command(reporting=own, **rest)

    for option in _OPTIONS:
        told = option(told)
    return told


def at(root: Path, name: str) -> Path:
    """A file that is named on the command line: with -C it is looked for from there, as git does."""
    return Path(name) if os.path.isabs(name) else Path(os.path.relpath(root / name))
