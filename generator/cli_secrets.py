"""The command line of `kubecatalog secrets`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from generator.cli_reporting import at, reporting_without_repairs
from generator.errors import KubecatalogError

if TYPE_CHECKING:
    from generator.commands.reporting import Reporting
    from generator.secrets.merging import Side
    from generator.workspace import Workspace


def _file(context: click.Context, _: click.Parameter, name: str) -> str:
    """A file that is named, from where -C says. Raises KubecatalogError for one that is only where the user is."""
    if name in ("", "-"):
        return name
    path = at(context.obj, name)
    if not path.exists() and os.path.exists(name):
        message = f"{path} is not there: with -C files are looked for in {context.obj}, as with git"
        raise KubecatalogError(message, f"there is {os.path.abspath(name)}")
    return str(path)


TARGET = click.argument("target", metavar="ENV/SERVICE[.NAME]")
KEY = click.argument("key")
DESCRIPTOR = click.option(
    "--fd", "descriptor", type=click.IntRange(0), help="Read the value from this file descriptor."
)
FILE = click.option(
    "--file", default="", metavar="PATH", callback=_file, help="Read the value from this file, as it is."
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed."
)
KEYS = click.argument("keys", nargs=-1, metavar="[KEY]...")
REPLACE = click.option("--replace", is_flag=True, help="Replace values that there are.")
YES = click.option("--yes", is_flag=True, help="Do it without asking.")
ENVIRONMENTS = click.option("--env", "environments", multiple=True, metavar="ENV", help="Only this environment.")


@click.group()
def secrets() -> None:
    """Encrypted Secrets: who can read them, what is in them, how they change."""


def _workspace(context: click.Context) -> Workspace:
    from generator.commands.secrets.hardened import workspace

    return workspace(context.obj)


@secrets.command()
@click.argument("source", metavar="ENV/SERVICE[.NAME]")
@click.argument("target", metavar="ENV[/SERVICE[.NAME]]")
@KEYS
@click.option("--names", is_flag=True, help="Copy no value: make, ask for or read one of each key that is missing.")
@REPLACE
@click.option("--force", is_flag=True, help="Copy values that the environments must not share, too.")
@click.pass_context
def copy(
    context: click.Context, source: str, target: str, keys: tuple[str, ...], names: bool, replace: bool, force: bool
) -> int:
    """Copy values to another environment, or ask there for new ones of the same keys."""
    from generator.commands.secrets import copy as command

    if names:
        return command.names(_workspace(context), source, target, keys)
    return command.values(_workspace(context), source, target, keys, command.Leave(replace, force))


@secrets.command()
@click.argument("environments", nargs=-1, metavar="[ENV]...")
@click.option("--decrypt", is_flag=True, help="Check the values, too: of the files that your keys decrypt.")
@reporting_without_repairs
@click.pass_context
def check(context: click.Context, environments: tuple[str, ...], decrypt: bool, reporting: Reporting) -> int:
    """Check encrypted Secrets as `validate` does, without rendering; with a key, what is in them."""
    from generator.commands.secrets import check as command

    return command.run(_workspace(context), environments, decrypt=decrypt, reporting=reporting)


@secrets.command()
@TARGET
@click.option("--on-disk", is_flag=True, help="Let the plaintext be on a disk where there is no folder in memory.")
@click.option("--allow-empty", is_flag=True, help="Take empty values; sops leaves them unencrypted.")
@click.option("--resume", is_flag=True, help="Go on with an edit that could not be saved.")
@click.pass_context
def edit(context: click.Context, target: str, on_disk: bool, allow_empty: bool, resume: bool) -> int:
    """Edit a whole Secret in your editor, through sops, on a file in memory."""
    from generator.commands.secrets import edit as command

    return command.run(_workspace(context), target, on_disk=on_disk, allow_empty=allow_empty, resume=resume)


@secrets.command()
@click.argument("target", metavar="ENV[/SERVICE[.NAME]]")
@KEYS
@click.option("--all", "every", is_flag=True, help="Make all values that the catalog declares.")
@REPLACE
@click.pass_context
def generate(context: click.Context, target: str, keys: tuple[str, ...], every: bool, replace: bool) -> int:
    """Make random values of the shapes that the catalog declares: of the named keys, or of all without a value."""
    from generator.commands.secrets import generate as command

    return command.run(_workspace(context), target, command.Asked(keys, every, replace))


@secrets.command()
@TARGET
@click.argument("key", default="")
@FORMAT
@click.pass_context
def get(context: click.Context, target: str, key: str, form: str) -> int:
    """Print a value exactly as it is, or, as JSON, all of them; bytes that are no text are {"base64": "..."} there."""
    from generator.commands.secrets import get as command

    return command.run(_workspace(context), target, key, form)


@secrets.command()
@click.pass_context
def git(context: click.Context) -> int:
    """Tell git how to merge encrypted files, and how to show which keys of them changed."""
    from generator.commands.secrets import git as command

    return command.run(_workspace(context))


@secrets.command("import")
@TARGET
@click.option(
    "--from",
    "file",
    default="-",
    metavar="FILE",
    callback=_file,
    help="Read this file; - is standard input, the default.",
)
@click.option("--as", "form", type=click.Choice(["dotenv", "manifest", "json"]), default=None, help="What the file is.")
@click.option("--rename", "renames", multiple=True, metavar="OLD=NEW", help="Give a value of the file another key.")
@click.option("--keep", is_flag=True, help="Leave values that there are as they are.")
@click.option("--allow-empty", is_flag=True, help="Take empty values; sops leaves them unencrypted.")
@click.pass_context
def import_values(
    context: click.Context,
    target: str,
    file: str,
    form: str | None,
    renames: tuple[str, ...],
    keep: bool,
    allow_empty: bool,
) -> int:
    """Take over the values of a .env file, of a Secret's plain manifest, or of a JSON object of texts."""
    from generator.commands.secrets import import_ as command

    return command.run(_workspace(context), target, command.Wish(file, form or "", renames, keep, allow_empty))


@secrets.command()
@click.option("--name", default="", metavar="NAME", help="Add the public key to the platform file under this name.")
@click.pass_context
def init(context: click.Context, name: str) -> int:
    """Make a first key pair where sops looks for it, or show the public key of the one that you have."""
    from generator.commands.secrets import init as command

    return command.run(_workspace(context), name)


@secrets.command("list")
@click.argument("where", default="", metavar="[ENV[/SERVICE[.NAME]]]")
@FORMAT
@click.pass_context
def list_secrets(context: click.Context, where: str, form: str) -> int:
    """Show every Secret, its keys, and which of them have a value in which environment; needs no key."""
    from generator.commands.secrets import list as command

    return command.run(_workspace(context), where, form)


@secrets.command()
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.argument("path")
@click.pass_context
def merge(context: click.Context, base: str, ours: str, theirs: str, path: str) -> int:
    """Merge three versions of an encrypted file into OURS, key by key; git runs this."""
    from generator.commands.secrets import merge as command

    return command.run(_workspace(context), base, ours, theirs, path)


@secrets.command()
@click.argument("target", metavar="[ENV/]SERVICE[.NAME]")
@click.option("--to", required=True, type=click.Choice(["external", "sops"]), help="Where its values are to be.")
@click.option(
    "--reference", default="", metavar="TEXT", help="Where a store has each value, such as 'shop/{service}#{key}'."
)
@click.option("--store", default="", metavar="NAME", help="The store, where it is not that of the environment.")
@click.pass_context
def move(context: click.Context, target: str, to: str, reference: str, store: str) -> int:
    """Let a store outside have a Secret in place of the repository, or the other way round."""
    from generator.commands.secrets import move as command

    return command.run(_workspace(context), target, to=to, reference=reference, store=store)


@secrets.command()
@click.argument("environments", nargs=-1, metavar="[ENV]...")
@click.option("--check", is_flag=True, help="Change nothing, and fail where something differs; needs no key.")
@YES
@FORMAT
@click.pass_context
def recipients(context: click.Context, environments: tuple[str, ...], check: bool, yes: bool, form: str) -> int:
    """Encrypt every file for whom the platform file says, and tell which values must change since somebody left."""
    from generator.commands.secrets import recipients as command

    return command.run(_workspace(context), environments, check=check, yes=yes, form=form)


@secrets.command()
@TARGET
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.pass_context
def remove(context: click.Context, target: str, keys: tuple[str, ...]) -> int:
    """Remove values of a Secret; with the last one its file goes, too."""
    from generator.commands.secrets import remove as command

    return command.run(_workspace(context), target, keys)


@secrets.command()
@click.argument("path")
@click.option("--ours", multiple=True, metavar="KEY", help="Take our value of this key.")
@click.option("--theirs", multiple=True, metavar="KEY", help="Take their value of this key.")
@click.option("--rest", type=click.Choice(["ours", "theirs"]), help="The side of all others that both changed.")
@click.pass_context
def resolve(
    context: click.Context, path: str, ours: tuple[str, ...], theirs: tuple[str, ...], rest: Side | None
) -> int:
    """Resolve a conflict of git in an encrypted file, key by key."""
    from generator.commands.secrets import resolve as command

    return command.run(_workspace(context), path, ours, theirs, rest)


@secrets.command()
@click.argument("target", metavar="ENV[/SERVICE[.NAME]]")
@KEYS
@click.option("--values", is_flag=True, help="Make new values: of the named keys, or of all that declare `generate`.")
@YES
@FORMAT
@click.pass_context
def rotate(context: click.Context, target: str, keys: tuple[str, ...], values: bool, yes: bool, form: str) -> int:
    """Encrypt every value anew under a new data key; with --values, make new values where they are generated."""
    from generator.commands.secrets import rotate as command

    if values:
        return command.values(_workspace(context), target, keys, yes=yes)
    return command.data_key(_workspace(context), target, keys, yes=yes, form=form)


@secrets.command("set", context_settings={"allow_extra_args": True})
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
    from generator.commands.secrets import entry
    from generator.commands.secrets import set as command

    entry.must_be_no_argument(key, context.args)
    return command.run(
        _workspace(context), target, key, descriptor=descriptor, file=file, binary=binary, allow_empty=allow_empty
    )


@secrets.command()
@click.argument("environments", nargs=-1, metavar="[ENV]...")
@FORMAT
@click.pass_context
def status(context: click.Context, environments: tuple[str, ...], form: str) -> int:
    """Show who can read each Secret and who should, and how old its values are; needs no key."""
    from generator.commands.secrets import status as command

    return command.run(_workspace(context), environments, form)


@secrets.command()
@click.argument("file")
def textconv(file: str) -> int:
    """Print which keys an encrypted file has, and marks that change with their values; git runs this."""
    from generator.commands.secrets import textconv as command

    return command.run(file)
