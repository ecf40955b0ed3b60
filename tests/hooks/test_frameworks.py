"""The hooks through the real pre-commit and the real prek."""

from __future__ import annotations

from tests.hooks.conftest import NewShop
from tests.hooks.shop import AGAIN, API, BROKEN, TOLD, WEB, Shop, service

DEPLOYMENT = "base/web/deployment.yaml"


def test_edit_stops_once(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    shop.write(WEB, service("web", "1.1.0"))
    first = shop.commit("-a")
    assert first.code == 1
    assert f"{DEPLOYMENT}\n" in first.out
    assert AGAIN in first.out
    assert "web:1.1.0" in shop.read(DEPLOYMENT)
    assert "web:1.1.0" not in shop.git("show", f":{DEPLOYMENT}"), "it was staged behind the user's back"
    shop.git("add", "base")
    second = shop.commit("-a")
    assert (second.code, shop.status()) == (0, "")
    assert "Passed" in second.out


def test_mistake_is_told_and_nothing_else(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    shop.write(WEB, service("web") + BROKEN)
    done = shop.commit("-a")
    assert done.code == 1
    told = "\n".join(line.strip() for line in done.out.splitlines() if not line.startswith("- "))
    assert "\n".join(line.strip() for line in TOLD.splitlines()) in told
    assert 'did you mean "autoscale"?' in told
    assert "services" not in told.replace("catalog/services", "")


def test_hand_edit_of_a_generated_file(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    edited = shop.read(DEPLOYMENT) + "# mine\n"
    shop.write(DEPLOYMENT, edited)
    done = shop.commit("-a")
    assert done.code == 1
    assert f"error[edited-file] {DEPLOYMENT} was changed by hand" in done.out
    assert shop.read(DEPLOYMENT) == edited


def test_partially_staged_file(framework: str, new_shop: NewShop) -> None:
    """What is not staged is neither judged nor lost."""
    shop = new_shop(framework)
    shop.write(WEB, service("web", "1.1.0"))
    shop.git("add", WEB)
    beside = service("web", "1.1.0") + BROKEN
    shop.write(WEB, beside)
    assert AGAIN in shop.commit().out
    assert shop.read(WEB) == beside
    shop.git("add", "base")
    shop.committed()
    assert shop.read(WEB) == beside
    assert shop.status() == f" M {WEB}\n"


def test_deleted_and_renamed_services(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    shop.git("rm", "-q", WEB)
    deleted = shop.commit()
    assert deleted.code == 1, deleted.out
    assert "base/web/deployment.yaml" in deleted.out
    assert not (shop.root / "base/web").exists()
    shop.git("add", "base", "overlays")
    shop.committed()
    shop.git("mv", API, "catalog/services/store.yaml")
    assert shop.commit().code == 1
    shop.git("add", "base", "overlays")
    shop.committed()
    assert shop.git("ls-files", "base/api", "base/web") == ""
    assert shop.git("ls-files", "base/store") != ""


def test_untracked_files_do_not_count(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    shop.write("catalog/services/draft.yaml", BROKEN)
    shop.write(WEB, service("web", "1.1.0"))
    assert AGAIN in shop.commit("-a").out
    shop.committed("-a")
    assert shop.status() == "?? catalog/services/draft.yaml\n"


def _branches(shop: Shop) -> None:
    """Two branches with one conflict, and one service each."""
    for branch, tag in (("one", "2.0.0"), ("other", "3.0.0")):
        shop.git("checkout", "-q", "-b", branch, "main")
        shop.write(WEB, service("web", tag))
        shop.write(f"catalog/services/{branch}.yaml", service(branch))
        shop.run("kubecatalog", "render")
        shop.git("add", "-A")
        shop.committed()


def test_merge_in_progress(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    _branches(shop)
    assert shop.run("git", "merge", "one").code == 1
    shop.write(WEB, service("web", "4.0.0"))
    shop.git("add", WEB)
    for path in shop.git("diff", "--name-only", "--diff-filter=U").split():
        shop.git("checkout", "--ours", path)
        shop.git("add", path)
    assert AGAIN in shop.commit().out
    shop.git("add", "base")
    shop.committed()
    assert "web:4.0.0" in shop.git("show", f"HEAD:{DEPLOYMENT}")
    assert shop.git("rev-list", "--parents", "-1", "HEAD").count(" ") == 2


def test_rebase_and_detached_head(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    shop.write(WEB, service("web", "1.1.0"))
    shop.run("kubecatalog", "render")
    shop.committed("-a")
    shop.run("git", "rebase", "-i", "HEAD~1", environ={"GIT_SEQUENCE_EDITOR": "sed -i 's/^pick/edit/'"})
    assert shop.run("git", "symbolic-ref", "-q", "HEAD").code == 1
    shop.write(WEB, service("web", "1.2.0"))
    assert AGAIN in shop.commit("-a", "--amend").out
    shop.committed("-a", "--amend")
    shop.git("rebase", "--continue")
    assert "web:1.2.0" in shop.git("show", f"HEAD:{DEPLOYMENT}")


def test_ways_to_run_it_without_a_commit(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework)
    shop.write(WEB, service("web", "1.1.0"))
    shop.run("kubecatalog", "render")
    shop.committed("-a")
    for arguments in (("--all-files",), ("--from-ref", "HEAD~1", "--to-ref", "HEAD")):
        done = shop.run(framework, "run", *arguments, environ={"CI": "true"})
        assert done.code == 0, done.out
    shop.write(WEB, service("web") + BROKEN)
    on_disk = shop.run(framework, "run", "--all-files")
    assert on_disk.code == 1
    assert "unknown-field" in on_disk.out
    shop.git("commit", "-q", "--no-verify", "-am", "around the hook")
    in_ci = shop.run(framework, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD", environ={"CI": "true"})
    assert in_ci.code == 1
    assert "unknown-field" in in_ci.out


def test_commits_that_are_pushed(new_shop: NewShop) -> None:
    """They count, and neither the index nor another branch that is checked out."""
    shop = new_shop("pre-commit")
    shop.git("clone", "-q", "--bare", ".", "../remote.git")
    shop.git("remote", "add", "origin", "../remote.git")
    assert shop.run("pre-commit", "install", "-t", "pre-push").code == 0
    shop.write(WEB, service("web") + BROKEN)
    shop.git("commit", "-q", "--no-verify", "-am", "broken")
    shop.write(WEB, service("web"))
    shop.git("add", WEB)
    assert "unknown-field" in shop.run("git", "push", "origin", "main").out
    shop.git("reset", "-q", "--hard", "HEAD~1")
    shop.git("push", "-q", "origin", "main")
    shop.git("checkout", "-q", "-b", "stale")
    shop.write(WEB, service("web", "1.1.0"))
    shop.git("commit", "-q", "--no-verify", "-am", "stale")
    pushed = shop.git("rev-parse", "stale")[:10]
    shop.git("checkout", "-q", "main")
    stale = shop.run("git", "push", "origin", "stale")
    assert stale.code != 0
    assert f"{DEPLOYMENT}\n" in stale.out
    again = "run `kubecatalog render`, then `git add base`, commit and push again"
    assert f"check out {pushed}, {again}" in stale.out
    assert shop.status() == ""
    shop.git("checkout", "-q", "stale")
    here = shop.run("git", "push", "origin", "stale")
    assert "`git add base`, commit and push again" in here.out
    assert shop.status() == f" M {DEPLOYMENT}\n"


def test_path_with_spaces_and_a_submodule(framework: str, new_shop: NewShop) -> None:
    shop = new_shop(framework, name="my shop")
    inner = Shop(shop.root.with_name("some library"), shop.environ)
    inner.write("catalog/services/broken.yaml", BROKEN)
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "library")):
        inner.git(*arguments)
    shop.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "vendor/a library")
    shop.write(WEB, service("web", "1.1.0"))
    assert AGAIN in shop.commit("-a").out
    shop.committed("-a")
    assert "vendor/a library" in shop.git("ls-files", "vendor")


def test_check_writes_nothing(new_shop: NewShop) -> None:
    shop = new_shop("pre-commit", "kubecatalog-check")
    shop.write(WEB, service("web", "1.1.0"))
    before = shop.read(DEPLOYMENT)
    done = shop.commit("-a")
    assert done.code == 1
    assert f"{DEPLOYMENT}\n" in done.out
    assert "run `kubecatalog render`, then `git add base` and commit again" in done.out
    assert "modified by this hook" not in done.out
    assert shop.read(DEPLOYMENT) == before


def test_secrets_in_any_repository(new_shop: NewShop) -> None:
    shop = new_shop("pre-commit", "kubecatalog-secrets")
    shop.git("rm", "-rq", "catalog", "base", "overlays")
    shop.committed()
    plain = "apiVersion: v1\nkind: Secret\nmetadata: {name: web}\nstringData: {password: hunter2hunter2}\n"
    shop.write("deploy/secret.yaml", plain)
    shop.write("values.sops.yaml", "password: hunter2hunter2\n")
    shop.git("add", "-A")
    done = shop.commit()
    assert done.code == 1
    assert "deploy/secret.yaml:4:14: error[plain-secret]" in done.out
    assert "values.sops.yaml:1:1: error[plaintext-secret]" in done.out
    assert "hunter2" not in done.out
    shop.git("rm", "-q", "--cached", "deploy/secret.yaml", "values.sops.yaml")
    shop.write("README", "hello\n")
    shop.git("add", "README")
    shop.committed()
