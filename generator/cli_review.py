"""The command line of `report` and `diff`."""

from __future__ import annotations

import os
from typing import TypeAlias

import click

Names: TypeAlias = tuple[str, ...]
ENVIRONMENTS = click.option("--env", "environments", multiple=True, metavar="ENV", help="Only this environment.")


@click.command()
@click.option("--since", required=True, metavar="REV", help="What the branch is to be merged into, as `origin/main`.")
@ENVIRONMENTS
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "text", "json"]),
    default="markdown",
    help="How it is printed; Markdown by default.",
)
@click.option(
    "--max-length",
    "most",
    type=click.IntRange(2_000),
    default=None,
    help="Characters that Markdown may have; 65536 by default, which is what GitHub takes.",
)
@click.pass_context
def report(context: click.Context, since: str, environments: Names, form: str, most: int | None) -> int:
    """Summarize for a pull request what changes in each environment, and what of it is dangerous."""
    from generator.commands import report
    from generator.workspace import Workspace

    return report.report(Workspace(context.obj, dict(os.environ)), since, environments, form, most)


@click.command()
@click.option("--since", default="HEAD", metavar="REV", help="The commit to compare with; the last one by default.")
@ENVIRONMENTS
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the differences are printed."
)
@click.option("--color/--no-color", "color", default=None, help="By default where a terminal shows it.")
@click.pass_context
def diff(context: click.Context, since: str, environments: Names, form: str, color: bool | None) -> int:
    """Show what differs from a commit in what every overlay renders to."""
    from generator.commands import report
    from generator.workspace import Workspace

    return report.diff(Workspace(context.obj, dict(os.environ)), since, environments, form, color=color)
