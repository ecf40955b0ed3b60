"""The hook that kubecatalog writes for git itself, and what git tells its hooks."""

from __future__ import annotations

from pathlib import Path

import yaml

from generator.tools.locate import CHECKOUT
from tests.hooks.shop import AGAIN, API, BROKEN, TOLD, WEB, Shop, service

DEPLOYMENT = "base/web/deployment.yaml"


def test_it_says_nothing_when_all_is_well(plain: Shop) -> None:
    plain.write("README", "hello\n")
    plain.git("add", "README")
    done = plain.commit("-q")
    assert (done.code, done.out) == (0, "")


def test_all_that_it_says_of_a_mistake(plain: Shop) -> None:
    plain.write(WEB, service("web") + BROKEN)
    assert plain.commit("-qa").out == f'{TOLD}    did you mean "autoscale"?\n'


def test_all_that_it_says_of_an_edit(plain: Shop) -> None:
    plain.write(WEB, service("web", "1.1.0"))
    what = "this generated file is not staged as the catalog makes it"
    assert plain.commit("-qa").out == f"{DEPLOYMENT}\n    {what}\n    {AGAIN}\n"
    # Whoever forgets to stage it is told again.
    plain.git("reset", "-q", DEPLOYMENT)
    plain.git("add", WEB)
    assert plain.commit("-q").out == f"{DEPLOYMENT}\n    {what}\n    {AGAIN}\n"
    plain.committed("-a")


def test_unstaged_edits_are_neither_judged_nor_lost(plain: Shop) -> None:
    plain.write(WEB, service("web", "1.1.0"))
    plain.git("add", WEB)
    beside = service("web", "1.1.0") + BROKEN
    plain.write(WEB, beside)
    mine = plain.read("base/api/deployment.yaml") + "# mine\n"
    plain.write("base/api/deployment.yaml", mine)
    plain.write("catalog/services/draft.yaml", BROKEN)
    plain.git("add", "--intent-to-add", "catalog/services/draft.yaml")
    assert AGAIN in plain.commit().out
    assert "web:1.1.0" in plain.read(DEPLOYMENT)
    plain.git("add", "base/web")
    plain.committed()
    assert (plain.read(WEB), plain.read("base/api/deployment.yaml")) == (beside, mine)


def test_what_is_broken_in_the_index_alone_is_found(plain: Shop) -> None:
    plain.write(WEB, service("web") + BROKEN)
    plain.git("add", WEB)
    plain.write(WEB, service("web"))
    done = plain.commit()
    assert done.code == 1
    assert TOLD in done.out, "the line is quoted as it is staged"


def test_commit_of_named_files_and_of_all(plain: Shop) -> None:
    """Git commits another index than the repository's."""
    plain.write(API, service("api") + BROKEN)
    plain.git("add", API)
    plain.write(WEB, service("web", "1.1.0"))
    named = plain.commit(WEB)
    assert named.code == 1
    assert "commit again and name it, too: `git commit FILE... base`" in named.out
    plain.committed(WEB, "base")
    assert plain.status() == f"M  {API}\n"
    assert "unknown-field" in plain.commit("-a").out


def test_merge_without_a_conflict(plain: Shop) -> None:
    """The branches fit one another, and the tree of both is yet another one."""
    plain.git("checkout", "-q", "-b", "one")
    plain.write(API, service("api") + "dependsOn: [web]\n")
    plain.run("kubecatalog", "render")
    plain.git("add", "-A")
    plain.committed()
    plain.git("checkout", "-q", "main")
    plain.write(WEB, service("web").replace("8080", "9090"))
    plain.run("kubecatalog", "render")
    plain.git("add", "-A")
    plain.committed()
    merged = plain.run("git", "merge", "--no-edit", "one")
    assert merged.code != 0
    assert "not staged as the catalog makes" in merged.out
    plain.git("add", "base", "overlays")
    plain.committed()


def test_conflicts_are_told(plain: Shop) -> None:
    for branch, tag in (("one", "2.0.0"), ("other", "3.0.0")):
        plain.git("checkout", "-q", "-b", branch, "main")
        plain.write(WEB, service("web", tag))
        plain.git("commit", "-q", "--no-verify", "-am", branch)
    assert plain.run("git", "merge", "one").code == 1
    done = plain.run("kubecatalog", "hook", "run")
    assert done.code == 1
    assert done.out.startswith(f"kubecatalog: {WEB} has conflicts that are not resolved\n")


def test_no_commit_yet_and_a_catalog_further_down(plain: Shop) -> None:
    fresh = Shop(plain.root.with_name("fresh"), plain.environ)
    fresh.write("deploy/catalog/platform.yaml", plain.read("catalog/platform.yaml"))
    fresh.write(f"deploy/{WEB}", service("web") + BROKEN)
    fresh.git("init", "-q")
    assert fresh.run("kubecatalog", "-C", "deploy", "hook", "install").code == 0
    fresh.git("add", "-A")
    assert TOLD in fresh.commit().out
    fresh.write(f"deploy/{WEB}", service("web"))
    fresh.git("add", "-A")
    assert "`git add deploy/base deploy/overlays`" in fresh.commit().out
    assert "`git add base overlays`" in fresh.run("git", "commit", "-m", "change", at="deploy").out
    by_hand = fresh.run("kubecatalog", "-C", "deploy", "hook", "run", "--check")  # new files are missed each time
    assert "`kubecatalog -C deploy render`, then `git add deploy/base deploy/overlays` and commit" in by_hand.out
    fresh.git("add", "-A")
    fresh.write(f"deploy/{WEB}", BROKEN)
    fresh.committed()


def test_linked_worktree_and_shallow_clone(plain: Shop) -> None:
    plain.git("worktree", "add", "-q", "../linked")
    clone = plain.root.with_name("clone")
    plain.git("clone", "-q", "--depth=1", plain.root.as_uri(), str(clone))
    assert Shop(clone, plain.environ).run("kubecatalog", "hook", "install").code == 0
    for root in (plain.root.with_name("linked"), clone):
        Shop(root, plain.environ).commits_what_is_staged()


def test_outside_of_a_working_tree(plain: Shop) -> None:
    plain.git("init", "-q", "--bare", "../bare")
    bare = Shop(plain.root.with_name("bare"), plain.environ)
    for shop in (bare, Shop(plain.root.parent, plain.environ)):
        done = shop.run("kubecatalog", "hook", "run")
        assert done.code == 2
        assert "is in no working tree of git\n    run the hook in one" in done.out


def test_home_that_is_not_there(plain: Shop, tmp_path: Path) -> None:
    """Nothing is written there."""
    plain.write(WEB, service("web") + BROKEN)
    home = {"HOME": str(tmp_path / "nowhere")}
    done = plain.run("git", "commit", "-qam", "change", environ=home)
    assert TOLD in done.out
    assert not (tmp_path / "nowhere").exists()


def test_two_hooks_at_once(plain: Shop) -> None:
    """Both wait for one another, and say the same."""
    plain.write(WEB, service("web") + BROKEN)
    plain.git("add", WEB)
    done = plain.run("sh", "-c", "kubecatalog hook run & kubecatalog hook run --check & wait")
    assert done.out == f'{TOLD}    did you mean "autoscale"?\n' * 2


def test_hook_of_somebody_else_stays(plain: Shop) -> None:
    assert "removed" in plain.run("kubecatalog", "hook", "uninstall").out
    plain.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
    refused = plain.run("kubecatalog", "hook", "install")
    assert refused.code == 2
    assert "there is a hook already:" in refused.out
    assert "add this line to it: kubecatalog hook run || exit 1" in refused.out
    assert not (plain.root / ".git/hooks/pre-merge-commit").exists()
    assert "which somebody else wrote" in plain.run("kubecatalog", "hook", "uninstall").out
    assert plain.read(".git/hooks/pre-commit") == "#!/bin/sh\nexit 0\n"
    plain.run("pre-commit", "install", "-f")
    assert "is that of pre-commit\n" in plain.run("kubecatalog", "hook", "install").out


def test_hooks_path(plain: Shop, tmp_path: Path) -> None:
    plain.git("config", "core.hooksPath", "tools/hooks")
    assert plain.run("kubecatalog", "hook", "install").code == 0
    plain.write(WEB, service("web") + BROKEN)
    assert plain.commit("-a").code == 1
    assert (plain.root / "tools/hooks/pre-commit").exists()
    plain.git("config", "--unset", "core.hooksPath")
    (tmp_path / "config").write_text(f"[core]\n\thooksPath = {tmp_path}/everywhere\n")
    everywhere = plain.run("kubecatalog", "hook", "install", environ={"GIT_CONFIG_GLOBAL": str(tmp_path / "config")})
    assert everywhere.code == 2
    assert "for other repositories, too" in everywhere.out
    assert not (tmp_path / "everywhere").exists()


def test_hooks_are_such_as_an_old_pre_commit_reads() -> None:
    """Stages have other names since 3.2, and an older one refuses the whole file for a name that it does not know."""
    hooks = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["kubecatalog", "kubecatalog-check", "kubecatalog-secrets"]
    assert all("stages" not in hook and hook["minimum_pre_commit_version"] == "2.9.2" for hook in hooks)


def test_before_there_is_a_catalog(plain: Shop) -> None:
    """Only what would be committed counts, and of that only secrets."""
    plain.git("rm", "-rq", "--cached", "catalog")
    stopped = plain.commit("-q")
    assert stopped.code == 1
    assert stopped.out.startswith("kubecatalog: no catalog would be committed, but what is generated from one: base/")
    plain.git("rm", "-rq", "--cached", "base", "overlays")
    plain.committed("-q")
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: web}\nstringData: {password: hunter2hunter2}\n"
    plain.write("secrets/web.yaml", secret)
    plain.git("add", "secrets")
    assert plain.commit("-q").out.startswith("secrets/web.yaml:4:14: error[plain-secret] ")
