"""What cannot be a value, or cannot be written: a clear error, at once, and every file as it was."""

from __future__ import annotations

import base64
import contextlib
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from generator.secret_types import MAX_BYTES
from tests.command import completed
from tests.repository import files
from tests.secrets.shop import COMMAND, FILE, VALUES, Shop

MESSAGES: dict[str, tuple[str, bytes, str]] = {
    "ten megabytes": ("api-key", b"a" * 10_000_000, "the value of api-key is too large: a Secret holds at most 1,048"),
    "a NUL byte": ("api-key", b"a\0b", "the value of api-key holds a NUL byte, which no environment variable can have"),
    "no UTF-8": ("api-key", b"\xff\xfe", "the value of api-key holds bytes that are no UTF-8 text"),
    "ciphertext": ("api-key", b"ENC[AES256_GCM,data:abc]", "the value of api-key looks like ciphertext of sops"),
    "nothing": ("api-key", b"\n", "the value of api-key is empty"),
    "a key with a slash": ("a/b", b"value", '"a/b" cannot be a key of a Secret\n    expected letters, digits,'),
    "a key of dots": ("..", b"value", '".." cannot be a key of a Secret'),
}


def run(shop: Shop, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return completed(["-C", str(shop.root), "secrets", *arguments], stdin=stdin, environ=shop.environ(), timeout=60)


def everything(shop: Shop) -> dict[str, bytes]:
    return files(shop.root, "catalog", "secrets")


@pytest.mark.parametrize("name", MESSAGES)
def test_what_cannot_be_a_value(shop: Shop, name: str) -> None:
    key, value, message = MESSAGES[name]
    before = everything(shop)
    done = run(shop, "set", "dev/orders", key, stdin=value)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"kubecatalog: {message}")
    assert everything(shop) == before


def test_more_than_a_secret_holds_in_all(shop: Shop) -> None:
    half = b"a" * (MAX_BYTES // 2)
    assert run(shop, "set", "dev/orders", "one", stdin=half).returncode == 0
    before = everything(shop)
    done = run(shop, "set", "dev/orders", "two", stdin=half)
    assert done.stderr.startswith(b"kubecatalog: secrets/dev/orders.sops.yaml would hold 1,048,6")
    assert done.returncode == 2
    assert everything(shop) == before


def a_link(shop: Shop, outside: Path) -> None:
    outside.write_bytes(shop.read())
    (shop.root / FILE).unlink()
    (shop.root / FILE).symlink_to(outside)


def a_link_to_a_folder(shop: Shop, outside: Path) -> None:
    (shop.root / "secrets/dev").rename(outside)
    (shop.root / "secrets/dev").symlink_to(outside)


def a_file_for_a_folder(shop: Shop, _: Path) -> None:
    (shop.root / FILE).unlink()
    (shop.root / "secrets/dev").rmdir()
    (shop.root / "secrets/dev").write_text("")


def a_folder_for_a_file(shop: Shop, _: Path) -> None:
    (shop.root / FILE).unlink()
    (shop.root / FILE).mkdir()


LINK = f"{FILE} is a link, or in a folder that is one\n    put the file itself there"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (a_link, LINK),
        (a_link_to_a_folder, LINK),
        (a_file_for_a_folder, f"{FILE} cannot be read: Not a directory\n    move away what is in its place"),
        (a_folder_for_a_file, f"{FILE} cannot be read: Is a directory\n    move away what is in its place"),
    ],
)
def test_what_is_no_file(shop: Shop, tmp_path: Path, spoil: Callable[[Shop, Path], None], message: str) -> None:
    outside = tmp_path / "outside"
    spoil(shop, outside)
    before = everything(shop), content(outside)
    for command in CHANGES:
        refused(shop, *command, message=message)
    assert (everything(shop), content(outside)) == before


def content(path: Path) -> dict[str, bytes]:
    """Of a file, or of the files of a folder."""
    return {str(file): file.read_bytes() for file in [path, *path.glob("*")] if file.is_file()}


def test_a_link_is_a_finding(shop: Shop, tmp_path: Path) -> None:
    a_link(shop, tmp_path / "outside")
    done = run(shop, "check")
    assert done.returncode == 1
    assert b"secrets/dev/orders.sops.yaml:1:1: error[unreadable-secret] the file is a link, " in done.stdout
    assert b"wrong-secret-type" not in done.stdout


CHANGES = (("set", "dev/orders", "api-key"), ("remove", "dev/orders", "token"), ("edit", "dev/orders"))
RESTORED = f"    take it from the last commit: `git checkout -- {FILE}`\n"


def refused(shop: Shop, *command: str, message: str, environ: Mapping[str, str] | None = None) -> None:
    """An error of the user, which names what is wrong; nothing is printed, nor left where unfinished work is."""
    environ = {**(environ or shop.environ()), "EDITOR": "false"}
    done = shop.command("secrets", *command, stdin="canary-new", environ=environ)
    assert (done.returncode, done.stdout) == (2, ""), command
    assert done.stderr.startswith(f"kubecatalog: {message}"), command
    assert "canary" not in done.stderr
    assert not list((shop.root / ".kubecatalog").glob("work/*"))


def cut(share: str) -> Callable[[str], str]:
    """Before the line that starts with `share`."""
    return lambda text: text[: text.index(f"\n{share}") + 1]


NO_MORE = "the file was cut off, or somebody removed that"
BROKEN: dict[str, tuple[Callable[[str], str], str]] = {
    "no content": (lambda _: "", f"{FILE}:1:1: there is no Secret in it\n{RESTORED}"),
    "cut before sops": (
        cut("sops:"),
        f"{FILE}:1:1: the file was cut off: its values are encrypted, and the part `sops`",
    ),
    "cut before lastmodified": (
        cut("  lastmodified"),
        f"{FILE}:10:1: the part `sops` has no lastmodified and no mac and no version: {NO_MORE}\n{RESTORED}",
    ),
    "cut before version": (cut("  version"), f"{FILE}:10:1: the part `sops` has no version: {NO_MORE}\n{RESTORED}"),
    "cut in a value": (
        lambda text: text[:200],
        f"{FILE}:1:1: the file was cut off: its values are encrypted, and the part",
    ),
    "cut in a line": (
        lambda text: text[: text.index("  version") + 5],
        f"{FILE}:25:3: the file ends in the middle of a line\n{RESTORED}",
    ),
    "in conflict": (
        lambda text: f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n",
        f"{FILE}:1:1: a merge conflict is not resolved here\n    `kubecatalog secrets git` once, then `git checkout",
    ),
    "for nobody": (
        lambda text: re.sub(r"  age:\n(    .*\n)+", "  age: []\n", text),
        f"{FILE}:10:1: it is encrypted for nobody\n{RESTORED}",
    ),
    "in clear text": (
        lambda text: re.sub(r"ENC\[.*", "canary-clear", cut("sops:")(text)),
        f"{FILE} is not encrypted\n    take its values to be known; move it away, and `kubecatalog secrets import",
    ),
    "a value in clear text": (
        lambda text: re.sub(r"  token: .*", "  token: canary-clear", text),
        f"{FILE} holds a value that is not encrypted\n    `kubecatalog secrets check` says which one; take that",
    ),
    "changed by hand": (
        lambda text: text.replace('lastmodified: "20', 'lastmodified: "19'),
        f"{FILE} was changed by other means than sops: its MAC is not that of its values\n",
    ),
    "a value under another key": (
        lambda text: text.replace("  api-key: ", "  api-keys: "),
        f"{FILE} cannot be decrypted: a value in it was moved, renamed or damaged\n    `kubecatalog secrets check`",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file(shop: Shop, name: str) -> None:
    spoil, message = BROKEN[name]
    (shop.root / FILE).write_text(spoil(shop.read().decode()))
    before = everything(shop)
    for command in CHANGES:
        refused(shop, *command, message=message)
    for words in ("rotate dev/orders", "recipients --yes", "status", "check --decrypt"):
        done = shop.command("secrets", *words.split())
        assert done.returncode in (0, 1), done.stderr
        assert "canary" not in done.stdout + done.stderr
    assert everything(shop) == before


@pytest.mark.parametrize("name", ["cut before lastmodified", "cut before version", "for nobody"])
def test_of_a_file_that_is_not_whole_no_value_is_said_to_be_wrong(shop: Shop, name: str) -> None:
    (shop.root / FILE).write_text(BROKEN[name][0](shop.read().decode()))
    told = shop.command("secrets", "check", "--decrypt").stdout
    assert "undecryptable" not in told
    assert f"skipped 1: {FILE}: it is no encrypted Secret that could be read" in told


def test_keys_that_do_not_fit(shop: Shop) -> None:
    wrong = f"{FILE} cannot be decrypted: none of your keys is one of its recipients\n    "
    none = "there is no key of age in /nonexistent/.config/sops/age/keys.txt; `kubecatalog secrets init` makes one"
    before = everything(shop)
    for key, hint in (("", none), (shop.bob.private, f"yours: {shop.bob.public[:16]}..."), ("AGE-SECRET-KEY-1X", none)):
        for command in CHANGES:
            refused(shop, *command, message=f"{wrong}{hint}", environ=shop.environ(key=key))
    assert everything(shop) == before


def test_a_clock_that_is_ahead(shop: Shop) -> None:
    """Somebody else's: the file is whole, and yet to come. What is written here has the time of this clock."""
    (shop.root / FILE).write_text(stamped(shop, "2099-01-01T00:00:00Z"))
    told = shop.command("secrets", "check").stdout
    assert (
        f"{FILE}:22:3: error[future-lastmodified] the last change is of 2099-01-01T00:00:00Z, which is yet to" in told
    )
    shop.set("api-key", "another")
    assert shop.values()["api-key"] == "another"
    assert "future-lastmodified" not in shop.command("secrets", "check").stdout


def stamped(shop: Shop, time: str) -> str:
    """The file as sops writes it at another time, of which its MAC is."""
    text = shop.read().decode()
    armor = re.search(r"(?s)BEGIN AGE ENCRYPTED FILE-----\n(.*)-----END", text)
    mac = re.search(r"mac: ENC\[AES256_GCM,data:(.*),iv:(.*),tag:(.*),type:str\]", text)
    modified = re.search(r'lastmodified: "(.*)"', text)
    assert armor and mac and modified
    identity = pyrage.x25519.Identity.from_str(shop.alice.private)
    cipher = AESGCM(pyrage.decrypt(base64.b64decode(armor[1]), [identity]))
    data, vector, tag = map(base64.b64decode, mac.groups())
    new = cipher.encrypt(vector, cipher.decrypt(vector, data + tag, modified[1].encode()), time.encode())
    parts = (base64.b64encode(part).decode() for part in (new[:-16], vector, new[-16:]))
    written = "mac: ENC[AES256_GCM,data:{},iv:{},tag:{},type:str]".format(*parts)
    return text.replace(mac[0], written).replace(modified[1], time)


NAMES = [
    (("set", "dve/orders", "api-key"), 'there is no environment "dve"\n    did you mean "dev"?'),
    (("set", "dev/order", "api-key"), 'there is no service "order"\n    did you mean "orders"?'),
    (("set", "dev/orders.tsl", "tls.crt"), 'orders has no Secret "tsl"\n    did you mean "tls"?'),
    (("set", "dev", "api-key"), '"dev" is not ENVIRONMENT/SERVICE\n    for example: dev/orders'),
    (("set", "dev/../orders", "api-key"), '"dev/../orders" is not ENVIRONMENT/SERVICE\n    for example: dev/orders'),
    (("get", "dev/orders", "api-kye"), 'dev/orders has no key "api-kye"\n    did you mean "api-key"?'),
    (("remove", "dev/orders", "tokne"), 'dev/orders has no key "tokne"\n    did you mean "token"?'),
    (("rotate", "dve"), 'there is no environment "dve"\n    did you mean "dev"?'),
    (("copy", "dev/orders", "dve"), 'there is no environment "dve"\n    did you mean "dev"?'),
]


@pytest.mark.parametrize(("command", "message"), NAMES)
def test_names_of_nothing(shop: Shop, command: tuple[str, ...], message: str) -> None:
    before = everything(shop)
    refused(shop, *command, message=message)
    assert everything(shop) == before


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("secrets/dev", f"{FILE} cannot be written: Permission denied\n    it is as it was; check permissions"),
        (".", "{root}/.kubecatalog cannot be written: Permission denied\n    nothing was changed; check permissions"),
    ],
)
def test_a_repository_that_cannot_be_written(shop: Shop, folder: str, message: str) -> None:
    """Also for root, which may write anywhere until that is taken from it."""
    program = "import ctypes, os, sys; [ctypes.CDLL(None).prctl(24, n, 0, 0, 0) for n in (1, 2)]; "
    program += "os.execv(sys.argv[1], sys.argv[1:])"
    shutil.rmtree(shop.root / ".kubecatalog")
    before = everything(shop)
    (shop.root / folder).chmod(0o500)
    argv = [sys.executable, "-c", program, *COMMAND, "-C", str(shop.root), "secrets", "set", "dev/orders", "api-key"]
    done = subprocess.run(argv, input=b"value", capture_output=True, env=shop.environ(), check=False, timeout=60)
    (shop.root / folder).chmod(0o700)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"kubecatalog: {message.format(root=shop.root)}")
    assert everything(shop) == before


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ([b"\x04"], 2, b"kubecatalog: no value was given for api-key of dev/orders\r\n    nothing was changed\r\n"),
        ([b"canary-new\n", b"\x04"], 2, b"kubecatalog: no value was given for api-key of dev/orders\r\n"),
        ([b"canary-new\n", b"canary-old\n"], 2, b"kubecatalog: the two values are not the same\r\n"),
        ([b"\x03"], 130, b"api-key of dev/orders: \r\n"),
        ([b"canary-new\n", b"\x03"], 130, b"api-key of dev/orders, again: \r\n"),
        ([b""], -signal.SIGHUP, b"api-key of dev/orders: "),
    ],
)
def test_a_terminal(shop: Shop, typed: list[bytes], code: int, message: bytes) -> None:
    """Ctrl-D, Ctrl-C, and a window that is closed, at each of its questions."""
    before = everything(shop)
    child, terminal = pty.fork()
    if not child:
        os.execve(
            COMMAND[0], [*COMMAND, "-C", str(shop.root), "secrets", "set", "dev/orders", "api-key"], shop.environ()
        )
    shown = b""
    for text in typed:
        part = b""
        while not part.endswith(b": "):
            part += os.read(terminal, 4096)
        shown += part
        time.sleep(0.1)  # echo is off by then
        os.write(terminal, text)
    with contextlib.suppress(OSError):  # the other end is closed
        while typed[-1]:
            if select.select([terminal], [], [], 5)[0]:
                if not (part := os.read(terminal, 4096)):
                    break
                shown += part
            else:  # what is pressed just before somebody listens is lost, so people press it again
                os.write(terminal, typed[-1])
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code
    assert message in shown
    assert b"canary" not in shown
    assert b"Traceback" not in shown
    assert everything(shop) == before
    assert not list((shop.root / ".kubecatalog").glob("work/*"))


def test_standard_input_that_is_closed(shop: Shop) -> None:
    argv = [
        "sh",
        "-c",
        'exec "$@" <&-',
        "sh",
        *COMMAND,
        "-C",
        str(shop.root),
        "secrets",
        "set",
        "dev/orders",
        "api-key",
    ]
    done = subprocess.run(argv, capture_output=True, text=True, env=shop.environ(), check=False, timeout=60)
    assert (done.returncode, done.stderr) == (
        2,
        "kubecatalog: standard input is closed\n    send the value to it, or give --fd or --file\n",
    )


def test_without_sops(shop: Shop, tmp_path: Path) -> None:
    """The package in a folder of its own, without the tools beside it."""
    from generator.tools.locate import CHECKOUT

    for name in ("generator", "schemas"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    environ = {**shop.environ(), "PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    program = "import generator.tools.locate as l, pathlib, sys; l.CHECKOUT = pathlib.Path('/nonexistent'); " + (
        "from generator.cli import main; main(sys.argv[1:])"
    )
    argv = [COMMAND[0], "-c", program, "-C", str(shop.root), "secrets", "set", "dev/orders", "api-key"]
    before = everything(shop)
    done = subprocess.run(argv, input=b"value", capture_output=True, env=environ, cwd=tmp_path, check=False, timeout=60)
    assert (done.returncode, done.stderr[:26]) == (3, b"kubecatalog: sops 3.13.3 i")
    assert b"kubecatalog tools install" in done.stderr
    assert everything(shop) == before


def test_changes_at_once_all_land(shop: Shop) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = [f"key{number}" for number in range(8)]
        done = list(pool.map(lambda key: run(shop, "set", "dev/orders", key, stdin=key.encode()), keys))
    assert [one.returncode for one in done] == [0] * 8
    values = shop.values()
    assert {key: values[key] for key in keys} == {key: key for key in keys}
    assert not list((shop.root / ".kubecatalog").glob("work/*"))


def test_a_value_that_is_not_what_the_catalog_says(shop: Shop) -> None:
    service = (shop.root / "catalog/services/orders.yaml").read_text()
    (shop.root / "catalog/services/orders.yaml").write_text(
        service.replace("token: {}", 'token: {pattern: "t-[0-9]+"}')
    )
    before = everything(shop)
    done = run(shop, "set", "dev/orders", "token", stdin=b"canary")
    assert done.stderr.startswith(b"kubecatalog: dev/orders: token: the value does not match the `pattern`")
    assert (done.returncode, everything(shop)) == (2, before)
    assert run(shop, "set", "dev/orders", "token", stdin=b"t-1").returncode == 0


def test_changes_of_one_key_at_once(shop: Shop) -> None:
    with ThreadPoolExecutor(8) as pool:
        values = [f"value-{number}" for number in range(8)]
        done = list(pool.map(lambda value: run(shop, "set", "dev/orders", "api-key", stdin=value.encode()), values))
    assert [one.returncode for one in done] == [0] * 8
    assert shop.values()["api-key"] in values
    assert {**shop.values(), "api-key": ""} == {**VALUES, "api-key": ""}


def test_changes_while_all_is_rendered(shop: Shop) -> None:
    service = shop.root / "catalog/services/orders.yaml"
    service.write_text("".join(line for line in service.read_text().splitlines(True) if "tls" not in line))
    with ThreadPoolExecutor(2) as pool:
        rendered = pool.submit(shop.kubecatalog, "render")
        for number in range(3):
            shop.set("api-key", f"value-{number}")
        rendered.result()
    assert shop.values()["api-key"] == "value-2"
    shop.kubecatalog("render")
    shop.kubecatalog("render", "--check")
