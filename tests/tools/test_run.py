from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.errors import TOOL, ToolError
from generator.tools.children import kill_all
from generator.tools.run import Result, run, run_together


def shell(script: str, *, timeout: float = 10, stdin: bytes | None = None) -> Result:
    return run(["/bin/sh", "-c", script], tool="kustomize", version="5.8.1", timeout=timeout, stdin=stdin)


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text().strip()):
            return text
        time.sleep(0.01)
    raise AssertionError(f"{path} was not written")


def is_alive(pid: int) -> bool:
    """Also waits a moment: a killed process stays in the table until init has reaped it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return False
        time.sleep(0.01)
    return True


def test_output_and_input() -> None:
    result = shell("cat; echo warning >&2", stdin=b"apiVersion: v1\n")
    assert (result.code, result.stdout, result.stderr) == (0, b"apiVersion: v1\n", b"warning\n")
    assert 0 < result.seconds < 10


def test_without_input_stdin_is_empty() -> None:
    assert shell("cat").stdout == b""


def test_large_input_that_is_not_read() -> None:
    assert shell("exec 0<&-; echo done", stdin=b"x" * 1_000_000).stdout == b"done\n"


def test_no_shell_expands_the_arguments() -> None:
    assert run(["echo", "$HOME", "*"], tool="echo", version="", timeout=10).stdout == b"$HOME *\n"


def test_env_is_the_whole_environment(tmp_path: Path) -> None:
    result = run(["/usr/bin/env"], tool="env", version="", timeout=10, env={"GOGC": "400"}, cwd=tmp_path)
    assert result.stdout == b"GOGC=400\n"


def test_failure_names_tool_version_code_and_stderr_only() -> None:
    with pytest.raises(ToolError) as caught:
        shell("echo on-stdout; cat >/dev/null; echo 'Error: no such file' >&2; exit 7", stdin=b"secret-on-stdin")
    assert caught.value.message == "kustomize 5.8.1 failed with exit code 7\n  Error: no such file"
    assert caught.value.code == TOOL


def test_failure_quotes_the_last_lines() -> None:
    with pytest.raises(ToolError) as caught:
        shell("for i in 1 2 3 4 5 6 7 8 9 10; do echo line $i >&2; echo >&2; done; exit 1")
    assert caught.value.message.splitlines()[1:] == [f"  line {i}" for i in range(3, 11)]


def test_long_lines_are_cut() -> None:
    with pytest.raises(ToolError) as caught:
        shell("printf '%05000d' 1 >&2; exit 1")
    assert len(caught.value.message.splitlines()[1]) == 402


def test_accepted_exit_codes() -> None:
    assert run(["/bin/sh", "-c", "exit 1"], tool="kubeconform", version="0.8.0", timeout=10, ok=(0, 1)).code == 1


def test_killed_by_a_signal() -> None:
    with pytest.raises(ToolError) as caught:
        shell("kill -KILL $$")
    assert caught.value.message == "kustomize 5.8.1 was killed by SIGKILL"
    assert caught.value.hint == "the machine may have run out of memory"


def test_missing_program() -> None:
    with pytest.raises(ToolError) as caught:
        run(["/nowhere/kustomize"], tool="kustomize", version="5.8.1", timeout=10)
    assert caught.value.message == ("kustomize 5.8.1 cannot be started: No such file or directory: /nowhere/kustomize")


def test_timeout_kills_what_the_child_started(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"
    with pytest.raises(ToolError) as caught:
        shell(f"echo still here >&2; sleep 60 & echo $! > '{grandchild}'; wait", timeout=0.5)
    assert caught.value.message == "kustomize 5.8.1 did not finish within 0.5 s\n  still here"
    assert not is_alive(int(wait_for(grandchild)))


def test_interrupt_kills_what_the_child_started(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"

    def interrupt() -> None:
        wait_for(grandchild)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            shell(f"sleep 60 & echo $! > '{grandchild}'; wait", timeout=30)
    finally:
        thread.join()
        signal.signal(signal.SIGINT, before)
    assert not is_alive(int(wait_for(grandchild)))


def test_kill_all_ends_children_of_other_threads(tmp_path: Path) -> None:
    caught: list[ToolError] = []

    def work() -> None:
        try:
            shell(f"echo $$ > '{tmp_path / 'pid'}'; exec sleep 60", timeout=30)
        except ToolError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    pid = int(wait_for(tmp_path / "pid"))
    kill_all()
    thread.join(5)
    assert [error.message for error in caught] == ["kustomize 5.8.1 was stopped"]
    assert not is_alive(pid)


def test_together_keeps_the_order() -> None:
    scripts = ["sleep 0.2; echo first", "echo second", "echo third"]
    results = run_together([partial(shell, script) for script in scripts], workers=2)
    assert [result.stdout for result in results] == [b"first\n", b"second\n", b"third\n"]


def test_together_stops_at_the_first_failure() -> None:
    started = time.monotonic()

    def two_children() -> Result:
        try:
            return shell("sleep 60", timeout=30)
        except ToolError:
            # Started after the kill: must be ended too.
            return shell("sleep 60", timeout=30)

    # An inner failure ends the outer jobs too, and is still the one that is told.
    def inner() -> Result:
        return run_together([partial(shell, "sleep 0.1; exit 3"), partial(shell, "sleep 60")], workers=2)[0]

    jobs: list[Callable[[], Result]] = [two_children, inner, partial(shell, "sleep 60")]
    with pytest.raises(ToolError) as caught:
        run_together(jobs, workers=2)
    assert caught.value.message == "kustomize 5.8.1 failed with exit code 3"
    assert time.monotonic() - started < 10


def test_the_child_leads_its_own_group_without_a_terminal() -> None:
    result = run(
        [sys.executable, "-c", "import os; print(os.getpgid(0) == os.getpid(), os.isatty(0))"],
        tool="python",
        version="",
        timeout=10,
    )
    assert result.stdout == b"True False\n"
