"""A Secret in an editor: what is saved is what changes, and the plaintext is on no disk before, meanwhile or after."""

from __future__ import annotations

import os
import pty
import select
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import KubecatalogError
from generator.secrets import editor, memory
from generator.secrets.file import read
from generator.secrets.key_order import ordered
from tests.secrets.shop import COMMAND, FILE, VALUES, Shop

SHM = Path("/dev/shm")
KEPT = ".kubecatalog/edited/dev/orders.sops.yaml"
RESUME = "    what you edited is kept, encrypted: go on with `kubecatalog secrets edit dev/orders --resume`\n"

in_memory = pytest.mark.skipif(
    not SHM.is_dir() or memory.file_system(str(SHM), Path("/proc/self/mountinfo").read_text()) != "tmpfs",
    reason="there is no file system in memory",
)
pytestmark = in_memory


def _left() -> set[str]:
    """The folders of edits that are there. Other tests may edit, too; what is asked is what a test leaves."""
    return {path.name for path in SHM.glob("kubecatalog-edit-*")}


def _still_there(before: set[str]) -> set[str]:
    """Folders that are new and stay: those of other tests that run meanwhile go."""
    new = _left() - before
    for _ in range(200):
        if not new & _left():
            return set()
        time.sleep(0.1)
    return new & _left()


def _editor(folder: Path, script: str) -> str:
    """A program that edits the file "$1"."""
    program = folder / "an-editor"
    program.write_text(f"#!/bin/sh\nset -e\n{script}\n")
    program.chmod(0o755)
    return str(program)


def _edit(
    shop: Shop, folder: Path, script: str, *options: str, target: str = "dev/orders", key: str | None = None
) -> subprocess.CompletedProcess[str]:
    environ = {**shop.environ(key=key), "EDITOR": _editor(folder, script)}
    return shop.command("secrets", "edit", target, *options, environ=environ)


def _ciphertexts(shop: Shop) -> dict[str, str]:
    return read(FILE, shop.read()).keys


def _grep(folder: Path, text: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text in path.read_bytes()]


def test_what_is_saved_is_what_changes(shop: Shop, tmp_path: Path) -> None:
    before = _ciphertexts(shop)
    script = f"""
        stat -c '%a' "$(dirname "$1")" "$1" > {tmp_path}/modes
        echo "$1" > {tmp_path}/path
        env | cut -d= -f1 > {tmp_path}/names
        sed -i -e 's/canary-api/canary-new/' -e '/token/d' "$1"
        echo '  zebra: canary-zebra' >> "$1"
        echo '  DB_URL: canary-url' >> "$1"
    """
    done = _edit(shop, tmp_path, script)
    assert done.returncode == 0
    assert f"{FILE} written: DB_URL, api-key, token, zebra\n" in done.stderr
    wanted = {**VALUES, "api-key": "canary-new", "zebra": "canary-zebra", "DB_URL": "canary-url"}
    del wanted["token"]
    assert shop.values() == wanted
    after = _ciphertexts(shop)
    assert list(after) == ordered(wanted)
    assert {key for key, text in before.items() if after.get(key) == text} == {"database-password"}
    assert (tmp_path / "modes").read_text().split() == ["700", "600"]
    path = Path((tmp_path / "path").read_text().strip())
    assert path.is_relative_to(SHM)
    assert not path.parent.parent.exists()
    assert "SOPS_AGE_KEY" not in (tmp_path / "names").read_text().split(), "the editor needs no key"
    assert _grep(tmp_path, b"canary-new") == [tmp_path / "an-editor"]
    assert "canary" not in done.stdout + done.stderr


def test_what_the_editor_is_opened_on_when_there_is_nothing_yet(shop: Shop, tmp_path: Path) -> None:
    script = f"""
        cp "$1" {tmp_path}/seen
        sed -i 's/tls.crt: .*/tls.crt: "1"/' "$1"
    """
    done = _edit(shop, tmp_path, script, target="dev/orders.tls")
    assert (tmp_path / "seen").read_text() == (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders-tls\ntype: kubernetes.io/tls\n"
        'stringData:\n  tls.crt: ""\n  tls.key: ""\n'
    )
    assert "secrets/dev/orders.tls.sops.yaml written: tls.crt\n" in done.stderr
    assert "so that it is built, and pods roll" in done.stderr
    assert shop.values("secrets/dev/orders.tls.sops.yaml") == {"tls.crt": "1"}


def test_names_that_lack_a_value_are_offered(shop: Shop, tmp_path: Path) -> None:
    shop.sops("unset", FILE, '["stringData"]["token"]')
    before = shop.read()
    done = _edit(shop, tmp_path, f'grep -v canary "$1" > {tmp_path}/seen; sed -i \'s/^type: .*/type: x/\' "$1"')
    assert '  token: ""\n' in (tmp_path / "seen").read_text()
    assert done.stderr.endswith(
        f"name and type of a Secret come from the catalog: what was edited there is dropped\n{FILE} as it was\n"
    )
    assert shop.read() == before


@pytest.mark.parametrize(
    ("script", "code", "told"),
    [
        ("true", 0, f"{FILE} as it was: nothing was changed in the editor\n"),
        ("exit 1", 3, "kubecatalog: the editor an-editor ended with an error; nothing was changed\n"),
        (
            "printf 'stringData: [\\n' > \"$1\"",
            3,
            "    where it reported nothing itself: what was saved is no YAML, and nobody was there to correct it\n",
        ),
    ],
)
def test_nothing_is_saved(shop: Shop, tmp_path: Path, script: str, code: int, told: str) -> None:
    before, left = shop.read(), _left()
    done = _edit(shop, tmp_path, script)
    assert done.returncode == code
    assert told in done.stderr
    assert "an-editor may keep copies of what it opens (swap, backup, history): turn that off in it\n" in done.stderr
    assert shop.read() == before
    assert not (shop.root / KEPT).exists()
    assert _still_there(left) == set()


def _set(shop: Shop, key: str, value: str) -> str:
    command = f"{' '.join(COMMAND)} -C {shop.root} secrets set dev/orders {key}"
    return f"echo {value} | SOPS_AGE_KEY={shop.alice.private} {command}"


def test_somebody_else_changes_another_key_meanwhile(shop: Shop, tmp_path: Path) -> None:
    done = _edit(shop, tmp_path, f'{_set(shop, "token", "other")}; sed -i s/canary-api/mine/ "$1"')
    assert f"{FILE} written: api-key\n" in done.stderr
    assert shop.values() == {**VALUES, "token": "other", "api-key": "mine"}


def test_somebody_else_changes_the_same_key_meanwhile(shop: Shop, tmp_path: Path) -> None:
    script = f'{_set(shop, "token", "other")}; sed -i -e s/canary-token/mine-1/ -e s/canary-api/mine-2/ "$1"'
    done = _edit(shop, tmp_path, script)
    assert done.returncode == 2
    message = f"kubecatalog: somebody else changed the same values of {FILE} meanwhile: token\n"
    assert done.stderr.endswith(f"{message}{RESUME}")
    assert shop.values() == {**VALUES, "token": "other"}
    assert b"mine-" not in (shop.root / KEPT).read_bytes()
    done = _edit(shop, tmp_path, f"touch {tmp_path}/opened")
    assert done.stderr == (
        f"kubecatalog: an edit of {FILE} that could not be saved is still kept\n"
        f"    go on with it: --resume; or delete {shop.root / KEPT}\n"
    )
    assert not (tmp_path / "opened").exists()
    seen = f'cp "$1" {tmp_path}/seen'
    done = _edit(shop, tmp_path, seen, "--resume")
    assert "token: mine-1\n" in (tmp_path / "seen").read_text()
    assert f"{FILE} written: api-key, token\n" in done.stderr
    assert shop.values() == {**VALUES, "token": "mine-1", "api-key": "mine-2"}
    assert not (shop.root / KEPT).exists()


def test_nothing_to_resume(shop: Shop, tmp_path: Path) -> None:
    done = _edit(shop, tmp_path, "true", "--resume")
    message = "kubecatalog: there is nothing to resume: no edit of this Secret was kept\n    edit it anew\n"
    assert (done.returncode, done.stderr) == (2, message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("  api-key: 1.10", "the value of stringData.api-key is no text\n    put it in quotes\n"),
        ("  api-key: {a: canary}", "the value of stringData.api-key is no text\n    put it in quotes\n"),
        ("  api-key:", "the value of api-key is empty\n    give one, or --allow-empty where it is meant\n"),
        (
            "  'a b': canary",
            "a key of what was edited is none\n    letters, digits, -, _ and . can stand in it\n",
        ),
        (
            "---\na: canary",
            "what was edited is not one Secret: several-documents\n",
        ),
        (
            "stringdata:\n  # x: canary\n  token: canary",
            'there is a field that a Secret does not have\n    did you mean "stringData"?\n',
        ),
        (
            "  api-key: 'ENC[AES256_GCM,data:canary'",
            "the value of api-key looks like ciphertext of sops\n"
            "    decrypt it first: `kubecatalog secrets get` in the repository it is from\n",
        ),
        (
            "data: {api-key: canary}",
            f"{FILE}: the value of data.api-key is not base64\n"
            "    write it anew with `kubecatalog secrets set`: what stands in `data` is base64, in `stringData` text\n",
        ),
    ],
)
def test_what_is_saved_is_wrong(shop: Shop, tmp_path: Path, line: str, message: str) -> None:
    before, left = shop.read(), _left()
    done = _edit(shop, tmp_path, f'sed -i /api-key/d "$1"; cat >> "$1" <<"END"\n{line}\nEND')
    assert done.returncode == 2
    assert f"kubecatalog: {message}" in done.stderr
    assert done.stderr.endswith(RESUME)
    assert shop.read() == before
    assert b"canary" not in (shop.root / KEPT).read_bytes()
    assert "canary" not in done.stdout + done.stderr
    assert _still_there(left) == set()


def test_bytes_and_empty_values(shop: Shop, tmp_path: Path) -> None:
    script = 'sed -i s/canary-api// "$1"; echo "data: {binary: AP8=}" >> "$1"'
    done = _edit(shop, tmp_path, script, "--allow-empty")
    assert f"{FILE} written: api-key, binary\n" in done.stderr
    assert shop.secret()["data"] == {"binary": "AP8="}
    assert shop.values()["api-key"] == ""


def test_without_a_key_no_editor_is_opened(shop: Shop, tmp_path: Path) -> None:
    done = _edit(shop, tmp_path, f"touch {tmp_path}/opened", key=shop.bob.private)
    assert f"kubecatalog: {FILE} cannot be decrypted: none of your keys is one of its recipients\n" in done.stderr
    assert not (tmp_path / "opened").exists()


def _wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_ends_the_editor_and_removes_all(shop: Shop, tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "path"
    program = _editor(tmp_path, f'echo "$1" > {tmp_path}/path.new; mv {tmp_path}/path.new {path}; exec sleep 77')
    process = subprocess.Popen(
        [*COMMAND, "-C", str(shop.root), "secrets", "edit", "dev/orders"],
        env={**shop.environ(), "EDITOR": program},
        stderr=subprocess.PIPE,
    )
    _wait(path.exists)
    edited = Path(path.read_text().strip())
    assert edited.exists()
    record = edited.parent.parent / "editor"
    pid = int(record.read_text())
    process.send_signal(number)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in told
    _wait(lambda: not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text())
    assert not edited.parent.parent.exists()
    assert shop.values() == VALUES


def test_what_a_killed_run_left_is_removed_by_the_next_one(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "path"
    program = _editor(tmp_path, f'echo "$1" > {tmp_path}/path.new; mv {tmp_path}/path.new {path}; exec sleep 77')
    process = subprocess.Popen(
        [*COMMAND, "-C", str(shop.root), "secrets", "edit", "dev/orders"], env={**shop.environ(), "EDITOR": program}
    )
    _wait(path.exists)
    folder = Path(path.read_text().strip()).parent.parent
    pid = int((folder / "editor").read_text())
    _edit(shop, tmp_path, "true")
    assert folder.exists(), "its run goes on"
    process.kill()
    process.wait()
    os.kill(pid, signal.SIGKILL)
    _edit(shop, tmp_path, "true")
    assert not folder.exists()


def _typed(shop: Shop, environ: dict[str, str], steps: list[tuple[bytes, bytes]]) -> tuple[int, bytes]:
    """The command at a terminal of its own: each time that the first text appears, the second one is typed."""
    pid, terminal = pty.fork()
    if pid == 0:
        argv = [*COMMAND, "-C", str(shop.root), "secrets", "edit", "dev/orders"]
        os.execve(argv[0], argv, {**environ, "TERM": "xterm"})
    shown = b""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
        if steps and steps[0][0] in shown:
            os.write(terminal, steps.pop(0)[1])
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert steps == [], shown
    return os.waitstatus_to_exitcode(status), shown


def test_broken_yaml_is_edited_again_at_a_terminal(shop: Shop, tmp_path: Path) -> None:
    script = f"""
        if [ -e {tmp_path}/twice ]; then sed -i -e '/^  - :/d' -e s/canary-api/mine/ "$1"
        else touch {tmp_path}/twice; echo '  - :' >> "$1"; fi
    """
    environ = {**shop.environ(), "EDITOR": _editor(tmp_path, script)}
    code, shown = _typed(shop, environ, [(b"Press enter to return to the editor", b"\n")])
    assert code == 0, shown
    assert shop.values() == {**VALUES, "api-key": "mine"}


def test_an_interrupt_at_that_question_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    left = _left()
    environ = {**shop.environ(), "EDITOR": _editor(tmp_path, "echo '  - :' >> \"$1\"")}
    code, shown = _typed(shop, environ, [(b"Press enter to return to the editor", b"\x03")])
    assert code == 3
    assert b"nothing was changed" in shown
    assert b"Traceback" not in shown
    assert shop.values() == VALUES
    assert _still_there(left) == set()


@pytest.mark.skipif(not os.path.exists("/usr/bin/vim"), reason="there is no vim")
def test_vim_leaves_nothing_at_home(shop: Shop, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("swap", "undo", "backup"):
        (home / name).mkdir(parents=True)
    (home / ".vimrc").write_text(
        "set nocompatible swapfile updatecount=1 directory=~/swap undofile undodir=~/undo\n"
        "set backup writebackup backupskip= backupdir=~/backup viminfo='100,<1000,n~/viminfo\n"
    )
    environ = {**shop.environ(), "HOME": str(home), "EDITOR": "/usr/bin/vim -c 'set nowrap'"}
    code, shown = _typed(shop, environ, [(b"canary-api", b":%s/canary-api/canary-mine/\r:%y\r:wq\r")])
    assert code == 0, shown
    assert shop.values()["api-key"] == "canary-mine"
    assert [path for path in home.rglob("*") if path.is_file()] == [home / ".vimrc"]


def test_editors() -> None:
    environ = {"PATH": "/nonexistent"}
    record = Path("/dev/shm/x/editor")
    for words, name in (
        (["/usr/bin/vim", "-u", "my rc"], "vim"),
        (["nvim"], "nvim"),
        (["nano"], "nano"),
        (["emacs-nox", "-nw"], "emacs"),
        (["vim.tiny"], "vim"),
        (["emacsclient"], "emacsclient"),
        (["code", "--wait"], "code"),
    ):
        assert editor.program(words, environ) == name
        found = shlex.split(editor.command(words, environ, record))
        assert found[3:] == ["sh", str(record), *words, *editor.QUIET.get(name, ())]


def test_which_editor_is_chosen(tmp_path: Path) -> None:
    for name in ("nano", "vi", "mine"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    path = {"PATH": str(tmp_path)}
    assert editor.chosen({**path, "EDITOR": "vi", "VISUAL": "mine -w 'a b'"}) == ["mine", "-w", "a b"]
    assert editor.chosen({**path, "EDITOR": "vi", "VISUAL": "mine", "SOPS_EDITOR": "nano"}) == ["nano"]
    assert editor.chosen({**path, "EDITOR": " "}) == ["nano"]
    for environ, message in (
        ({"PATH": "/nonexistent"}, "there is no editor"),
        ({**path, "EDITOR": "other -w"}, 'the editor of EDITOR, "other", is not to be found'),
        ({**path, "VISUAL": "mine 'a"}, "VISUAL cannot be read: a quote in it is not closed"),
    ):
        with pytest.raises(KubecatalogError) as caught:
            editor.chosen(environ)
        assert caught.value.message == message


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
24 22 0:23 / /dev/shm rw,nosuid - tmpfs tmpfs rw
25 22 0:24 / /run/user/a\\040b rw - tmpfs tmpfs rw
26 25 0:25 / /run/user/a\\040b/disk rw - xfs /dev/sdb rw
27 22 0:26 / /over rw - tmpfs tmpfs rw
28 22 0:27 / /over rw - ext4 /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me", "ext4"),
        ("/dev/shm", "tmpfs"),
        ("/dev/shmem", "ext4"),
        ("/dev/shm/x", "tmpfs"),
        ("/run/user/a b/x", "tmpfs"),
        ("/run/user/a b/disk/x", "xfs"),
        ("/over/x", "ext4"),
    ],
)
def test_file_systems(path: str, kind: str) -> None:
    assert memory.file_system(path, MOUNTS) == kind


def test_no_folder_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.splitlines()[0])
    for file in (mounts, tmp_path / "nothing"):
        monkeypatch.setattr(memory, "_MOUNTS", file)
        with pytest.raises(KubecatalogError) as caught, memory.folder({"XDG_RUNTIME_DIR": str(tmp_path)}):
            pass
        assert caught.value.message == (
            "an editor needs a file, and there is no folder in memory for it: plaintext would be written to a disk"
        )
        assert "--on-disk" in caught.value.hint
    with memory.folder({}, on_disk=True) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
