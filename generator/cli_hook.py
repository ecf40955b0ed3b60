"""The command line of `kubecatalog hook`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.errors import KubecatalogError

if TYPE_CHECKING:
    from generator.workspace import Workspace


@click.group()
def hook() -> None:
    """The commit hook: what is about to be committed is judged, not what lies beside it."""


def _workspace(root: Path) -> Workspace:
    from generator.workspace import Workspace

    return Workspace(root, dict(os.environ))


@hook.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where generated files are not what they should be.")
@click.option("--secrets", is_flag=True, help="Look for secrets alone; this needs no catalog.")
@click.option("-C", "folder", default="", metavar="DIR", help="The folder of the catalog, as it is given after `run`.")
@click.pass_context
def run(context: click.Context, check: bool, secrets: bool, folder: str) -> int:
    """Render and validate what git would commit; write generated files that change, and fail once for them.

    It says nothing when all is well, and stages nothing. pre-commit, prek and the hook that `kubecatalog hook install`
    writes run it.
    """
    from generator.commands import hook

    if check and secrets:
        raise click.UsageError("--secrets writes nothing by itself: leave out --check")
    root: Path = context.obj / folder
    if not root.is_dir():
        raise KubecatalogError(f"{folder} is not a folder", "name an existing one with -C")
    return hook.run(_workspace(root.resolve()), "secrets" if secrets else "check" if check else "render")


@hook.command()
@click.pass_context
def install(context: click.Context) -> int:
    """Write git's hook for this repository, for who has no pre-commit. One that is there is never replaced."""
    from generator.commands import hook

    return hook.install(_workspace(context.obj))


@hook.command()
@click.pass_context
def uninstall(context: click.Context) -> int:
    """Remove the hook that `hook install` wrote."""
    from generator.commands import hook

    return hook.uninstall(_workspace(context.obj))
