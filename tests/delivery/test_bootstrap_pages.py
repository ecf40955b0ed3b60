"""The bootstrap pages: the files that their commands name are there, or on the page, and fit one another."""

from __future__ import annotations

import re
import textwrap

import pytest
import yaml

from generator.json_types import JsonMap
from generator.tools.locate import CHECKOUT
from tests.conftest import Workspace

PAGES = {name: (CHECKOUT / f"docs/bootstrap-{name}.md").read_text() for name in ("argocd", "flux")}
DELIVERED = (CHECKOUT / "docs/delivery-argocd.md").read_text()


def files(page: str) -> dict[str, JsonMap]:
    """The blocks that begin with their name."""
    blocks = re.findall(r"^ *```yaml\n(.*?)^ *```$", page, re.MULTILINE | re.DOTALL)
    named = (re.match(r"# (\S+)\n", text) for text in map(textwrap.dedent, blocks))
    return {name[1]: yaml.safe_load(name.string) for name in named if name}


@pytest.mark.parametrize("name", PAGES)
def test_what_the_commands_name_is_there(name: str) -> None:
    page = PAGES[name]
    named = re.findall(r"(?:-k |--kustomize=|--from-file=\S+?=)(\S+?)[`\s]", page)
    assert named
    assert [path for path in named if "_rolling" not in path and not (CHECKOUT / path).exists()] == []
    given = re.findall(r"(?:-f |--patch-file )(\S+)", page)
    assert set(given) - files(page).keys() <= {"argocd-install.yaml"}
    assert not (CHECKOUT / "delivery/flux/dev/images").exists() or "--components-extra" in PAGES["flux"]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_applied_is_what_a_server_takes(name: str, workspace: Workspace) -> None:
    for path in re.findall(r"(?:-k |--kustomize=)(delivery/\S+/dev\S*)[`\s]", PAGES[name]):
        done = workspace.kubecatalog("check", str(CHECKOUT / path))
        assert done.code == 0, done.out


def test_files_of_argocd_are_such_as_it_reads(workspace: Workspace) -> None:
    told = files(PAGES["argocd"])
    patched = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "argocd-cm", "namespace": "argocd"}}
    for name, manifest in (("settings", patched | told["argocd-cm.yaml"]), ("access", told["repository.yaml"])):
        workspace.write(f"{name}.yaml", yaml.safe_dump(manifest))
        done = workspace.kubecatalog("check", f"{name}.yaml", "--ignore", "secret")
        assert done.code == 0, done.out
    health = yaml.safe_load(re.findall(r"```yaml\n(data:\n.*?)```", DELIVERED, re.DOTALL)[0])["data"]
    assert told["argocd-cm.yaml"]["data"] == {
        "kustomize.buildOptions": "--enable-alpha-plugins --enable-exec",
        **health,
    }
    root = yaml.safe_load((CHECKOUT / "delivery/argocd/dev/bootstrap/application.yaml").read_text())
    assert told["repository.yaml"]["stringData"]["url"] == root["spec"]["source"]["repoURL"]
    assert told["repository.yaml"]["metadata"]["namespace"] == root["metadata"]["namespace"]
