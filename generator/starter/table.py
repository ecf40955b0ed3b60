"""The wishes of whoever starts a repository -> the files of a start, by path.

A row says where its tool looks for the file, which other places that tool looks at first, and how one that is there
already is told what it lacks. Nothing here writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator import __version__
from generator.catalog.load import PLATFORM_FILE
from generator.catalog.migrations import newest
from generator.catalog.versions import this_release
from generator.starter import renovate

FILES = Path(__file__).parent / "files"


class Wishes(Struct, frozen=True):
    """`source` is a git repository of kubecatalog; empty where a package index has it and it is installed already."""

    name: str
    branch: str = "main"
    github: bool = True
    gitlab: bool = True
    source: str = ""
    updates: tuple[str, ...] = ()
    """The branches to which Flux commits newer images; empty where no service asks for any."""

    @property
    def package(self) -> str:
        """What pip installs."""
        return f"git+{self.source}@v{__version__}" if self.source else f"kubecatalog=={__version__}"


class Row(Struct, frozen=True):
    path: str
    make: Callable[[Wishes], str]
    instead: tuple[str, ...] = ()
    """Other places at which its tool finds such a file."""
    by_line: bool = False
    """Each line stands for itself, so that one that is there lacks single lines."""
    wanted: Callable[[Wishes], bool] = lambda wishes: True
    names: Callable[[Wishes], Sequence[str]] = lambda wishes: ()
    """What one that is there has to name."""


def _filled(name: str, more: Callable[[Wishes], Mapping[str, str]] = lambda wishes: {}) -> Callable[[Wishes], str]:
    """A file of `files/`, with what stands between @ signs in it."""

    def made(wishes: Wishes) -> str:
        values = {
            "NAME": wishes.name,
            "LANGUAGE": str(newest()),
            "REQUIRES": this_release(),
            "BRANCH": wishes.branch,
            "PACKAGE": wishes.package,
            "VERSION": __version__,
            **more(wishes),
        }
        return filled((FILES / name).read_text(), values)

    return made


def filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _hooks(wishes: Wishes) -> str:
    if not wishes.source:
        return (FILES / "pre-commit-config.yaml").read_text()
    hooks = "".join(f"      - id: {name}\n" for name in ("kubecatalog", "kubecatalog-secrets"))
    return f"repos:\n  - repo: {wishes.source}\n    rev: v{__version__}\n    hooks:\n{hooks}"


def _render(wishes: Wishes) -> tuple[str, ...]:
    """The branches on which a tree is rendered; for somebody who only looks, such as there may be."""
    return wishes.updates or (wishes.branch, "images-*")


def _on_github(wishes: Wishes) -> Mapping[str, str]:
    return {"IMAGES": json.dumps(_render(wishes))}


def _patterns(wishes: Wishes) -> Sequence[str]:
    """Of the branches, as GitLab has them between slashes."""
    return [re.sub(r"([/.+()|^$])", r"\\\1", name).replace("*", ".*") for name in _render(wishes)]


def _on_gitlab(wishes: Wishes) -> Mapping[str, str]:
    return {"IMAGES": "|".join(_patterns(wishes))}


def _included(wishes: Wishes) -> Mapping[str, str]:
    return {"INCLUDE": f"include:\n  - local: {RENDER_ON_GITLAB}\n\n" if wishes.updates else ""}


RENDER_ON_GITLAB = ".gitlab/kubecatalog-render.yml"

ROWS = (
    Row(PLATFORM_FILE, _filled("platform.yaml")),
    Row(".gitignore", _filled("gitignore"), by_line=True),
    Row(".gitattributes", _filled("gitattributes"), by_line=True),
    Row(".pre-commit-config.yaml", _hooks),
    Row("Makefile", _filled("Makefile"), instead=("GNUmakefile", "makefile")),
    Row("AGENTS.md", _filled("AGENTS.md")),
    Row("renovate.json", renovate.configuration, instead=renovate.PLACES),
    Row(".vscode/settings.json", _filled("vscode-settings.json")),
    Row(".vscode/extensions.json", _filled("vscode-extensions.json")),
    Row(".github/workflows/kubecatalog.yaml", _filled("github-workflow.yaml"), wanted=lambda wishes: wishes.github),
    Row(
        ".github/workflows/kubecatalog-render.yaml",
        _filled("github-render.yaml", _on_github),
        wanted=lambda wishes: wishes.github and bool(wishes.updates),
        names=_render,
    ),
    Row(".gitlab-ci.yml", _filled("gitlab-ci.yml", _included), wanted=lambda wishes: wishes.gitlab),
    Row(
        RENDER_ON_GITLAB,
        _filled("gitlab-render.yml", _on_gitlab),
        wanted=lambda wishes: wishes.gitlab and bool(wishes.updates),
        names=_patterns,
    ),
)
"""In the order in which they are told."""
