"""The process tree under hard treatment: killed children, a killed supervisor, a second copy, deaf children."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.environment import ROOT

PATIENCE_SECONDS = 20.0

Start = Callable[..., "subprocess.Popen[str]"]


def until(true: Callable[[], object], words: str) -> None:
    """Wait for something that happens in another process; fail with `words` when it does not."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"waited {PATIENCE_SECONDS:g} s in vain: {words}")
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process still runs; one that is dead and only waits to be buried does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def starts(folder: Path, name: str) -> list[tuple[int, int]]:
    """Each start of a child so far: its process id and that of the process it started."""
    file = folder / f"{name}.pids"
    lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    pairs = [line.split() for line in lines if line[:1].isdigit()]
    return [(int(leader), int(started)) for leader, started in pairs]


def everyone(folder: Path) -> list[int]:
    return [pid for file in folder.glob("*.pids") for pair in starts(folder, file.stem) for pid in pair]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a tree with the children named, and end whatever a failed test leaves."""
    running: list[subprocess.Popen[str]] = []

    def begin(*names: str) -> "subprocess.Popen[str]":
        tree = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("tree.py")), str(tmp_path), *names],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(tree)
        return tree

    yield begin
    for tree in running:
        if tree.poll() is None:
            tree.kill()
        tree.wait()
        if tree.stderr:
            tree.stderr.close()
    for pid in everyone(tmp_path):
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


def test_a_killed_child_comes_back_and_leaves_no_orphan(start: Start, tmp_path: Path) -> None:
    tree = start("pool")
    until(lambda: starts(tmp_path, "pool"), "the first start")
    leader, started = starts(tmp_path, "pool")[0]

    os.kill(leader, signal.SIGKILL)

    until(lambda: len(starts(tmp_path, "pool")) == 2, "the second start")
    assert not alive(leader)
    assert not alive(started), "the process the dead child had started is gone before the next one begins"
    second = starts(tmp_path, "pool")[1]
    tree.terminate()
    assert tree.wait(PATIENCE_SECONDS) == 0
    assert [pid for pid in second if alive(pid)] == []
    assert "killed by SIGKILL" in tree.communicate()[1]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_lets_work_finish_and_leaves_nobody(
    start: Start, tmp_path: Path, stop: signal.Signals
) -> None:
    tree = start("polite", "pool")
    until(lambda: starts(tmp_path, "polite") and starts(tmp_path, "pool"), "both starts")

    tree.send_signal(stop)

    assert tree.wait(PATIENCE_SECONDS) == 0
    assert "finished" in (tmp_path / "polite.pids").read_text(encoding="ascii")
    assert [pid for pid in everyone(tmp_path) if alive(pid)] == []
    assert len(starts(tmp_path, "pool")) == 1, "a child that stops because it was told to is not restarted"


def test_a_deaf_child_is_killed_after_the_drain(start: Start, tmp_path: Path) -> None:
    tree = start("deaf")
    until(lambda: starts(tmp_path, "deaf"), "the start")

    tree.terminate()

    assert tree.wait(PATIENCE_SECONDS) == 1
    assert [pid for pid in everyone(tmp_path) if alive(pid)] == []
    assert "did not finish in time, killed" in tree.communicate()[1]


def test_a_second_stop_ends_the_drain(start: Start, tmp_path: Path) -> None:
    tree = start("deaf")
    until(lambda: starts(tmp_path, "deaf"), "the start")
    began = time.monotonic()
    tree.send_signal(signal.SIGINT)
    time.sleep(0.1)
    tree.send_signal(signal.SIGINT)

    assert tree.wait(PATIENCE_SECONDS) == 1
    assert time.monotonic() - began < 0.9, "the drain of one second was cut short"


def test_what_left_its_group_is_ended_too(start: Start, tmp_path: Path) -> None:
    tree = start("stray")
    until(lambda: starts(tmp_path, "stray"), "the start")
    leader, started = starts(tmp_path, "stray")[0]
    until(lambda: os.getsid(started) != os.getsid(leader), "the escape")

    tree.terminate()

    assert tree.wait(PATIENCE_SECONDS) == 0
    assert not alive(started)


def test_children_go_with_a_killed_supervisor(start: Start, tmp_path: Path) -> None:
    tree = start("polite")
    until(lambda: starts(tmp_path, "polite"), "the start")

    tree.kill()

    leader, _ = starts(tmp_path, "polite")[0]
    until(lambda: not alive(leader), "the end of the child")
    assert "finished" in (tmp_path / "polite.pids").read_text(encoding="ascii")


def test_a_second_copy_is_refused_by_name_and_the_first_goes_on(start: Start, tmp_path: Path) -> None:
    first = start("pool")
    until(lambda: starts(tmp_path, "pool"), "the first start")

    second = start("polite")

    assert second.wait(PATIENCE_SECONDS) == 2
    assert second.communicate()[1] == f"refused: process {first.pid}\n"
    assert starts(tmp_path, "polite") == []
    assert first.poll() is None


def test_the_lock_is_free_again_after_a_kill(start: Start, tmp_path: Path) -> None:
    first = start("polite")
    until(lambda: starts(tmp_path, "polite"), "the first start")
    first.kill()
    first.wait()

    start("pool")

    until(lambda: starts(tmp_path, "pool"), "the start of the next copy")


def test_a_child_that_never_stays_up_is_retried_ever_more_slowly(start: Start, tmp_path: Path) -> None:
    tree = start("broken")
    until(lambda: len(starts(tmp_path, "broken")) == 5, "five starts")
    tree.terminate()

    words = tree.communicate(timeout=PATIENCE_SECONDS)[1]

    waits = [line.partition("starts again in ")[2].partition(" s")[0] for line in words.splitlines()]
    assert [wait for wait in waits if wait][:4] == ["0.1", "0.2", "0.4", "0.4"]
    assert "    no such table" in words, "the last words of a child that dies at once are shown"
