"""The options of a command that may judge a part of the repository: it is given a `narrow`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import click

from generator.json_types import Json


def part(command: Callable[..., int]) -> Callable[..., int]:
    @wraps(command)
    def told(*, changed_since: str, shard: str, **rest: Json) -> int:
        from generator.shard import Narrow, shard_of

        return command(narrow=Narrow(changed_since, shard_of(shard)), **rest)

    since = click.option(
        "--changed-since",
        default="",
        metavar="REV",
        help="Judge what changed since the branch left this commit, and what that may have broken elsewhere.",
    )
    share = click.option("--shard", default="", metavar="N/TOTAL", help="Judge one share of all, such as 2/8.")
    return since(share(told))
