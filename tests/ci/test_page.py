"""docs/ci.md, and what `init` writes for CI: the jobs are what a forge takes, and what they call there is."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import yaml

from generator.cli import cli
from generator.json_types import Json
from generator.report.markdown import MARKER
from generator.starter.table import ROWS, Wishes
from generator.tools.locate import CHECKOUT

PAGE = (CHECKOUT / "docs" / "ci.md").read_text()
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
STARTER = [
    row.make(Wishes("shop")) for row in ROWS if row.path in (".github/workflows/kubecatalog.yaml", ".gitlab-ci.yml")
]
JOBS = [yaml.safe_load(block) for block in (*BLOCKS, *STARTER)]


def _texts(value: Json) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def _commands() -> list[list[str]]:
    shown = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    found = [line for text in (*_texts(JOBS), *shown) for line in re.findall(r"(?:^|&& )kubecatalog .*", text, re.M)]
    return [shlex.split(re.split(r"[|>]", line.removeprefix("&& "))[0])[1:] for line in found]


def test_commands_and_options_are_there() -> None:
    commands = _commands()
    assert {"validate", "report", "diff", "render", "tools"} == {words[0] for words in commands}
    for name, *words in commands:
        command: click.Command = cli.commands[name]
        if isinstance(command, click.Group):
            command = command.commands[words[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        asked = set(re.findall(r"--[a-z-]+", " ".join(words)))
        assert asked <= known, (name, asked - known)


def test_jobs_fit_their_schema(tmp_path: Path) -> None:
    github, _, gitlab = BLOCKS
    for schema, text in (("vendor.github-workflows", github), ("vendor.gitlab-ci", gitlab)):
        file = tmp_path / f"{schema}.yml"
        file.write_text(text)
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_both_forges_find_their_comment_by_its_mark() -> None:
    by_mark = [text for text in _texts(JOBS) if MARKER in text]
    assert len(by_mark) == 3
    assert len(set(by_mark)) == 2, "the page and `init` do it differently"


def test_the_comment_is_found_among_the_notes(tmp_path: Path) -> None:
    script = next(text for text in _texts(JOBS) if text.startswith("id=$(python3"))
    notes = [{"id": 3, "body": "hello"}, {"id": 7, "body": f"{MARKER}\nold"}]
    for content, told in ((notes, "7"), (notes[:1], "")):
        shell = f'{script}; printf "%s" "$id"'
        (tmp_path / "notes.json").write_text(json.dumps(content))
        done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout == told
