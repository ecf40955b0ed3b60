"""The command line: options, dispatch, the one error boundary, exit codes.

0 clean, 1 findings, 2 usage, 3 a tool is missing or failed (or an internal error), 130 interrupted.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__, cli_completion
from generator.cli_hook import hook
from generator.cli_part import part
from generator.cli_reporting import Names, reporting
from generator.cli_review import diff, report
from generator.cli_secrets import secrets
from generator.cli_tools import tools
from generator.errors import INTERRUPTED, TOOL, KubecatalogError
from generator.report.stream import patient_output

if TYPE_CHECKING:
    from generator.commands.reporting import Reporting
    from generator.shard import Narrow
    from generator.workspace import Workspace

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How findings are printed."
)


SERVICES = click.argument("services", nargs=-1, metavar="[SERVICE]...", shell_complete=cli_completion.service)
ENVIRONMENTS = click.option(
    "--env",
    "environments",
    multiple=True,
    metavar="ENV",
    help="Only this environment.",
    shell_complete=cli_completion.environment,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "root",
    default=".",
    metavar="DIR",
    help="The repository to work on; files that are named are looked for there.",
)
@click.option(
    "--cache-dir",
    default="",
    metavar="DIR",
    help="Where what a run finds out is kept for the next one: .kubecatalog by default, or $KUBECATALOG_CACHE_DIR.",
)
@click.version_option(__version__, prog_name="kubecatalog")
@click.pass_context
def cli(context: click.Context, root: str, cache_dir: str) -> None:
    """A service catalog becomes a validated tree of Kustomize bases and overlays."""
    if not os.path.isdir(root):
        raise KubecatalogError(f"{root} is not a folder", "name an existing one with -C")
    if cache_dir:
        os.environ["KUBECATALOG_CACHE_DIR"] = os.path.abspath(cache_dir)
    context.obj = Path(root).resolve()


def _workspace(context: click.Context) -> Workspace:
    from generator.workspace import Workspace

    return Workspace(context.obj, dict(os.environ))


@cli.command()
@click.option("--bare", is_flag=True, help="Only the platform file.")
@click.option("--service", default="hello", metavar="NAME", help="The name of the first service; `hello` by default.")
@click.option(
    "--forge",
    type=click.Choice(["github", "gitlab", "both", "none"]),
    default=None,
    help="Whose CI is to be set up; by default that of the remote, or both.",
)
@click.option(
    "--codeowners",
    default="",
    metavar="OWNER",
    help="Write who reviews what, too: OWNER (`@shop/platform`), and each service's `owner` for its files.",
)
@click.option(
    "--source",
    default="",
    metavar="URL",
    help="The git repository that CI and pre-commit get kubecatalog from, not a package index and the installed one.",
)
@click.option("--show", default="", metavar="PATH", help="Print what would stand in this file, and write nothing.")
@click.pass_context
def init(
    context: click.Context, bare: bool, service: str, forge: str | None, codeowners: str, source: str, show: str
) -> int:
    """Start a repository, or add what it lacks: nothing that is there is overwritten."""
    from generator.commands import init

    wishes = init.Wishes(service, forge, codeowners, source, bare=bare, show=show)
    return init.run(context.obj, wishes, dict(os.environ))


@cli.command()
@click.argument("service")
@click.option("--image", default="", help="The image, with a tag.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, help="The port that the process listens on.")
@click.pass_context
def new(context: click.Context, service: str, image: str, port: int) -> int:
    """Add a service to the catalog: NAME, or FOLDER/NAME in a folder of services."""
    from generator.commands import new

    return new.run(context.obj, service, image, port)


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where the tree is not what the catalog generates.")
@click.option("--overwrite", is_flag=True, help="Replace files that were written or changed by hand, too.")
@part
@reporting
@click.pass_context
def render(context: click.Context, check: bool, overwrite: bool, narrow: Narrow, reporting: Reporting) -> int:
    """Generate base/, overlays/ and delivery/ from the catalog."""
    from generator.commands import run

    return run.render(_workspace(context), narrow, check=check, overwrite=overwrite, reporting=reporting)


@cli.command()
@SERVICES
@ENVIRONMENTS
@click.option("--against", default="", metavar="REV", help="Judge changes since this commit, not since the last one.")
@click.option(
    "--kubernetes-version",
    "kubernetes",
    default="",
    metavar="V",
    help="Preview: judge every environment as if it had this version.",
)
@part
@reporting
@click.pass_context
def validate(
    context: click.Context,
    services: Names,
    environments: Names,
    against: str,
    kubernetes: str,
    narrow: Narrow,
    reporting: Reporting,
) -> int:
    """Render in memory and check everything."""
    from generator.commands import run

    return run.validate(_workspace(context), services, environments, against, kubernetes, narrow, reporting)


@cli.command()
@click.argument("overlay", metavar="ENV/SERVICE", shell_complete=cli_completion.overlay)
@click.pass_context
def build(context: click.Context, overlay: str) -> int:
    """Print what an overlay renders to: ENVIRONMENT/SERVICE, or ENVIRONMENT/_environment for its own resources."""
    from generator.commands import build

    return build.run(_workspace(context), overlay)


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--kubernetes-version", "version", default="", metavar="V", help="The cluster's minor version.")
@click.option("--against", default="", metavar="OLD", help="What the cluster has now: a file, folder or kustomization.")
@click.option(
    "--pod-security",
    "standard",
    type=click.Choice(["baseline", "restricted"]),
    default=None,
    help="The Pod Security Standard that pods have to meet.",
)
@reporting
@click.pass_context
def check(
    context: click.Context, paths: Names, version: str, against: str, standard: str | None, reporting: Reporting
) -> int:
    """Check any manifests: files, folders, kustomizations, or - for standard input. No catalog is needed."""
    from generator.commands import check

    return check.run(_workspace(context), paths, check.Options(version, against, standard or ""), reporting)


@cli.command()
@click.argument("service", shell_complete=cli_completion.service)
@click.argument("field", default="")
@click.option(
    "--env",
    "environment",
    default="",
    metavar="ENV",
    help="The environment.",
    shell_complete=cli_completion.environment,
)
@FORMAT
@click.pass_context
def explain(context: click.Context, service: str, field: str, environment: str, form: str) -> int:
    """Show a value of a service, and every level that gave or overrode it."""
    from generator.commands import explain

    return explain.run(_workspace(context), service, field, environment, form)


@cli.command()
@click.option("--platform", is_flag=True, help="The schema of catalog/platform.yaml, not that of a service.")
def schema(platform: bool) -> int:
    """Print the JSON Schema of the catalog, for editors."""
    from generator.commands import schema

    return schema.run(platform=platform)


@cli.command()
@click.argument("name", default="", shell_complete=cli_completion.rule)
@FORMAT
def rules(name: str, form: str) -> int:
    """List the rules, all or of a category, or explain the one that is named."""
    from generator.commands import rules

    return rules.run(name, form=form)


@cli.command()
@click.option("--install", is_flag=True, help="Install the tools that are missing.")
@FORMAT
@click.pass_context
def doctor(context: click.Context, install: bool, form: str) -> int:
    """Say what is there, what is missing, and how to get it. 1: something is to be done; 3: a tool is missing."""
    from generator.commands import doctor

    return doctor.run(context.obj, install=install, form=form, environ=dict(os.environ), out=sys.stdout)


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; show what would change, in the catalog and in the tree.")
@click.option("--diff", is_flag=True, help="With --check, show each change of the tree line by line.")
@click.pass_context
def migrate(context: click.Context, check: bool, diff: bool) -> int:
    """Bring the catalog to the language and the release of this kubecatalog; comments are kept."""
    from generator.commands import migrate

    if diff and not check:
        raise click.UsageError("--diff shows what --check finds: give both")
    return migrate.run(_workspace(context), check=check, diff=diff)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print what a shell reads to complete commands, services and environments."""
    from generator.commands import completion

    return completion.run(cli, shell)


cli.add_command(hook)
cli.add_command(secrets)
cli.add_command(report)
cli.add_command(diff)
cli.add_command(tools)


def main(arguments: list[str] | None = None) -> None:
    """The entry point. Being told to end is an interrupt like any other: what was started is ended, too."""
    # A run makes many values and hardly a cycle: looking for them as often as Python does takes a tenth of its time.
    gc.set_threshold(100_000)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with patient_output():
            sys.exit(_run(arguments))
    finally:
        signal.signal(signal.SIGTERM, before)
        gc.freeze()  # as Python ends it would look through all of it, which goes with the process


def _run(arguments: list[str] | None) -> int:
    """The exit code. Every error ends here, as one message."""
    try:
        code = cli.main(args=arguments, prog_name="kubecatalog", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KubecatalogError as error:
        return _fail(error.message, error.hint, error.code)
    except (KeyboardInterrupt, click.exceptions.Abort):
        return INTERRUPTED
    except Exception as error:
        return _internal(error)


def _fail(message: str, hint: str, code: int) -> int:
    with contextlib.suppress(OSError):  # nobody reads this either
        click.echo(f"kubecatalog: {message}", err=True)
        if hint:
            click.echo(f"    {hint}", err=True)
    return code


def _internal(error: Exception) -> int:
    """An error of ours: where it happened, never the values that were there, which may be secret."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    message = f"internal error in kubecatalog {__version__}: {type(error).__name__} at {where}"
    return _fail(message, "nothing was written; please report this with what you ran", TOOL)


if __name__ == "__main__":
    main()
