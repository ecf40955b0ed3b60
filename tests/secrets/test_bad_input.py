"""What cannot be a value, or cannot be written: a clear error, at once, and every file as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.secret_types import MAX_BYTES
from tests.repository import files
from tests.secrets.shop import COMMAND, FILE, Shop

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
    argv = [*COMMAND, "-C", str(shop.root), "secrets", *arguments]
    return subprocess.run(argv, input=stdin, capture_output=True, env=shop.environ(), check=False, timeout=60)


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


def a_file_for_a_folder(shop: Shop, _: Path) -> None:
    (shop.root / FILE).unlink()
    (shop.root / "secrets/dev").rmdir()
    (shop.root / "secrets/dev").write_text("")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (a_link, b"kubecatalog: secrets/dev/orders.sops.yaml is a link\n"),
        (a_file_for_a_folder, b"kubecatalog: secrets/dev/orders.sops.yaml cannot be read: Not a directory\n"),
    ],
)
def test_what_is_no_file(shop: Shop, tmp_path: Path, spoil: Callable[[Shop, Path], None], message: bytes) -> None:
    spoil(shop, tmp_path / "outside")
    before = everything(shop)
    done = run(shop, "set", "dev/orders", "api-key", stdin=b"value")
    assert (done.returncode, done.stderr[: len(message)]) == (2, message)
    assert everything(shop) == before


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
    assert b"kubecatalog doctor --install" in done.stderr
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
