"""The command line of `kubecatalog secrets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.workspace import Workspace

TARGET = click.argument("target", metavar="ENV/SERVICE[.NAME]")
KEY = click.argument("key")
DESCRIPTOR = click.option(
    "--fd", "descriptor", type=click.IntRange(0), help="Read the value from this file descriptor."
)
FILE = click.option("--file", default="", metavar="PATH", help="Read the value from this file, as it is.")
ENVIRONMENTS = click.option("--env", "environments", multiple=True, metavar="ENV", help="Only this environment.")


@click.group()
def secrets() -> None:
    """Encrypted Secrets: who can read them, what is in them, how they change."""


def _workspace(context: click.Context) -> Workspace:
    from generator.commands.secrets.hardened import workspace

    return workspace(context.obj)


@secrets.command("set")
@TARGET
@KEY
@DESCRIPTOR
@FILE
@click.option("--binary", is_flag=True, help="Take bytes that are no text, for a value that is mounted as a file.")
@click.option("--allow-empty", is_flag=True, help="Take an empty value; sops leaves it unencrypted.")
@click.pass_context
def set_value(
    context: click.Context, target: str, key: str, descriptor: int | None, file: str, binary: bool, allow_empty: bool
) -> int:
    """Set a value: from a prompt without echo, standard input, a file descriptor or a file."""
    from generator.commands.secrets import set as command

    return command.run(
        _workspace(context), target, key, descriptor=descriptor, file=file, binary=binary, allow_empty=allow_empty
    )
