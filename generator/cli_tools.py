"""`kubecatalog tools`: the programs that it runs, each in one exact version."""

from __future__ import annotations

import os
import sys
from typing import TypeAlias

import click

Names: TypeAlias = tuple[str, ...]


@click.group()
def tools() -> None:
    """The programs that kubecatalog runs, each in one exact version."""


@tools.command("install")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--here", is_flag=True, help="Into `.tools` of the repository, not into the user's cache.")
@click.pass_context
def install(context: click.Context, names: Names, here: bool) -> int:
    """Build what is missing or damaged, all tools or the named ones."""
    from generator.commands import tools

    return tools.install(context.obj, names, here=here, environ=os.environ, out=sys.stdout)


@tools.command("list")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the tools are printed."
)
@click.pass_context
def show(context: click.Context, form: str) -> int:
    """Show each tool and where it is; each binary is held to the digest that it was installed with."""
    from generator.commands import tools

    return tools.show(context.obj, form=form, environ=os.environ, out=sys.stdout)


@tools.command("path")
@click.argument("name")
@click.pass_context
def path(context: click.Context, name: str) -> int:
    """Print where a tool is."""
    from generator.commands import tools

    return tools.path(context.obj, name, environ=os.environ, out=sys.stdout)
