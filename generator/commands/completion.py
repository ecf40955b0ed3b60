"""`completion`: what a shell reads to complete the command; and the names of the catalog, for it to offer."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import get_completion_class

VARIABLE = "_KUBECATALOG_COMPLETE"


def run(group: click.Group, shell: str) -> int:
    found = get_completion_class(shell)
    assert found is not None, shell
    # Not its `source()`: that looks for the shell, which need not be on the machine that writes the file.
    complete = found(group, {}, "kubecatalog", VARIABLE)
    print((complete.source_template % complete.source_vars()).strip())
    return 0


def services(root: Path) -> list[str]:
    from generator.catalog.load import service_files

    return list(service_files(root)[0])


def environments(root: Path) -> list[str]:
    """Those that are generated. Of a platform file that cannot be read, none."""
    from generator.catalog.load import PLATFORM_FILE
    from generator.catalog.yaml_source import parse
    from generator.json_types import as_map
    from generator.model.layers import environment_names

    try:
        data = parse((root / PLATFORM_FILE).read_bytes()).data
        return list(environment_names(as_map(data)))
    except (OSError, AttributeError, TypeError, KeyError):
        return []
