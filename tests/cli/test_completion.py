"""What shells offer: bash is really asked, zsh and fish by the protocol that their scripts speak."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import program
from tests.conftest import Workspace

PLATFORM = "name: shop\nenvironments: {dev: {}, prod: {}, any: {abstract: true}}\n"
SERVICE = "image: registry.example.com/shop/app:1.0.0\n"


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "shop")
    workspace.write("catalog/platform.yaml", PLATFORM)
    for name in ("orders", "carts", "checkout/mail"):
        workspace.write(f"catalog/services/{name}.yaml", SERVICE)
    workspace.write("catalog/services/checkout/defaults.yaml", "{}\n")
    command = tmp_path / "bin" / "kubecatalog"
    command.parent.mkdir()
    program(command)
    return workspace


def environ(shop: Workspace) -> dict[str, str]:
    return {**os.environ, "PATH": f"{shop.root.parent / 'bin'}:{os.environ['PATH']}"}


ASKED = [
    (["tools", "i"], ["install"]),
    (["validate", ""], ["carts", "mail", "orders"]),
    (["validate", "--env", "p"], ["prod"]),
    (["build", "dev/"], ["dev/_environment", "dev/carts", "dev/mail", "dev/orders"]),
    (["explain", "or"], ["orders"]),
    (["rules", "latest-"], ["latest-tag"]),
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(("words", "offered"), ASKED[:4])
def test_bash(shop: Workspace, words: list[str], offered: list[str]) -> None:
    """The script is read as a user's `.bashrc` reads it, and the function that it names is called as bash calls it."""
    all_words = ["kubecatalog", *words]
    quoted = " ".join(f"'{word}'" for word in all_words)
    script = f"""
        eval "$(kubecatalog completion bash)"
        function=$(complete -p kubecatalog | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
        COMP_WORDS=({quoted}); COMP_CWORD={len(all_words) - 1}
        $function kubecatalog '{words[-1]}' '{all_words[-2]}'
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script], env=environ(shop), cwd=shop.root, capture_output=True, text=True, check=True
    )
    assert (done.stdout.split(), done.stderr) == (offered, "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_what_the_scripts_of_zsh_and_fish_ask(shop: Workspace, shell: str) -> None:
    printed = shop.kubecatalog("completion", shell)
    assert (printed.code, printed.err) == (0, "")
    assert f"_KUBECATALOG_COMPLETE={shell}_complete" in printed.out
    start = "#compdef kubecatalog" if shell == "zsh" else "function _kubecatalog_completion"
    assert printed.out.startswith(start)
    words, offered = ASKED[1]
    asked = {"COMP_WORDS": " ".join(["kubecatalog", *words]), "COMP_CWORD": "2" if shell == "zsh" else words[-1]}
    done = subprocess.run(
        ["kubecatalog"],
        env={**environ(shop), **asked, "_KUBECATALOG_COMPLETE": f"{shell}_complete"},
        cwd=shop.root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [name for name in offered if name not in done.stdout] == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_shells_can_read_the_script(shop: Workspace, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    script = shop.kubecatalog("completion", shell).out
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("words", "offered"), ASKED)
def test_names_are_those_of_the_folder_that_is_named(shop: Workspace, words: list[str], offered: list[str]) -> None:
    """With -C, from anywhere."""
    from click.shell_completion import ShellComplete

    from generator.cli import cli

    complete = ShellComplete(cli, {}, "kubecatalog", "_KUBECATALOG_COMPLETE")
    found = complete.get_completions(["-C", str(shop.root), *words[:-1]], words[-1])
    assert [item.value for item in found] == offered


@pytest.mark.parametrize("text", ["", "[", "environments: 3\n", "environments: {dev: 1}\n"])
def test_a_platform_file_that_cannot_be_read_offers_what_there_is(shop: Workspace, text: str) -> None:
    from generator.commands import completion

    shop.write("catalog/platform.yaml", text)
    assert completion.environments(shop.root) in ([], ["dev"])
    assert completion.environments(shop.root / "nowhere") == []
