"""What the shell is offered for arguments that name a service, an environment or a rule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem


def service(context: click.Context, parameter: click.Parameter, word: str) -> list[CompletionItem]:
    from generator.commands import completion

    return _offered(completion.services(_root(context)), word)


def environment(context: click.Context, parameter: click.Parameter, word: str) -> list[CompletionItem]:
    from generator.commands import completion

    return _offered(completion.environments(_root(context)), word)


def overlay(context: click.Context, parameter: click.Parameter, word: str) -> list[CompletionItem]:
    """ENVIRONMENT/SERVICE."""
    from generator.commands import completion

    root = _root(context)
    units = ["_environment", *completion.services(root)]
    return _offered((f"{env}/{unit}" for env in completion.environments(root) for unit in units), word)


def rule(context: click.Context, parameter: click.Parameter, word: str) -> list[CompletionItem]:
    from generator.rules import RULES

    return _offered(sorted(RULES), word)


def _root(context: click.Context) -> Path:
    # While the shell completes no command runs, so that nobody has put the folder into the context's object.
    return Path(context.find_root().params.get("root") or ".")


def _offered(names: Iterable[str], word: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(word)]
