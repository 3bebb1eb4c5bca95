"""The cage: what a reader of files that was taken over by a file could still do. Each is tried from inside."""

import io
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from files import cage, sandbox
from files.record import NotCleanable
from tests.files import making

HOSTILE = ("-P", "-s", "-B", "-m", "tests.files.hostile_job")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every run's private folder lies here, and none outlives it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    yield
    assert list((tmp_path / "tmp").rglob("*")) == []


def tried(what: str, *, seconds: float = 30) -> str:
    with sandbox.in_memory() as held, sandbox.in_memory() as copy:
        return sandbox.caged(HOSTILE, (what, held, copy), seconds).decode()


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """A server that listens on this machine and writes down who called."""
    listening, callers = socket.create_server(("127.0.0.1", 0)), []

    def serve() -> None:
        while True:
            try:
                caller, _where = listening.accept()
            except OSError:
                return
            callers.append("called")
            caller.close()

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1], callers
    listening.close()


def test_no_network_inside(server: tuple[int, list[str]]) -> None:
    port, callers = server
    socket.create_connection(("127.0.0.1", port), timeout=3).close()
    for _n in range(50):
        if callers:
            break
        time.sleep(0.02)
    assert callers == ["called"], "from outside the cage the server answers"
    assert tried(f"connect:{port}") == "OSError"
    assert tried("datagram") == "OSError"
    assert callers == ["called"]


def test_no_file_can_be_read_or_written(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    assert tried(f"read:{tmp_path / 'key'}") == "FileNotFoundError FileNotFoundError FileNotFoundError empty"
    assert tried("write") == "PermissionError"
    assert tried("climb") == "PermissionError"


def test_no_child_no_rights_no_environment() -> None:
    assert tried("child") == "BlockingIOError"
    assert tried("regain") == "NO_NEW_PRIVS"
    assert set(tried("environment").split()) <= {"LC_ALL", "PYTHONPATH", "LC_CTYPE"}


@pytest.mark.parametrize("what", ["memory", "crash", "flood"])
def test_a_bomb_and_a_crash_die_alone(what: str) -> None:
    with pytest.raises(NotCleanable) as stopped:
        tried(what)
    assert stopped.value.code == "died"


@pytest.mark.parametrize("what", ["loop", "sleep"])
def test_an_endless_loop_and_a_sleeper_are_ended(what: str) -> None:
    began = time.monotonic()
    with pytest.raises(NotCleanable) as stopped:
        tried(what, seconds=3)
    assert stopped.value.code == "beyond_limits"
    assert time.monotonic() - began < 20


def test_a_loop_nobody_waits_for_runs_out_of_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import os,resource; from files import cage; cage.PROCESSOR_SECONDS=1; cage.enter(os.getcwd())\n"
        "while True: pass"
    )
    folder = tempfile.mkdtemp()
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    Path(folder).rmdir()
    assert done.returncode < 0


def test_a_machine_that_does_not_cut_the_network_converts_nothing(tmp_path: Path) -> None:
    """The kernel's answer is put in the way of the process itself: it says so and reads no byte."""
    fault = tmp_path / "fault"
    fault.mkdir()
    # Python runs a module of this name at its start: it makes the kernel's `unshare` answer "no".
    (fault / "sitecustomize.py").write_text(
        "import ctypes\nreal=ctypes.CDLL\n"
        "class Refusing(real):\n"
        "    def __getattr__(self, name):\n"
        "        return (lambda *a: -1) if name == 'unshare' else super().__getattr__(name)\n"
        "ctypes.CDLL=Refusing\n"
    )
    launcher = ("-P", "-s", "-B", "-c", f"import sys; sys.path.insert(0, {str(fault)!r}); import sitecustomize;"
                f"exec(open({str(fault / 'sitecustomize.py')!r}).read());"
                "from files.sterile_job import main; sys.exit(main(sys.argv[1:]))")  # fmt: skip
    with sandbox.in_memory() as held, sandbox.in_memory() as copy:
        held.write(making.jpeg())
        held.flush()
        held.seek(0)
        with pytest.raises(sandbox.NoSandbox):
            sandbox.caged(launcher, ("jpeg", held, copy), 30)
        assert held.tell() == 0
        assert copy.seek(0, os.SEEK_END) == 0


def test_a_network_that_only_pretends_to_be_another_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import ctypes, os\n"
        "from files import cage\n"
        "class Libc:\n"
        "    def __getattr__(self, name): return lambda *a: 0\n"
        "cage.ctypes.CDLL = lambda *a, **k: Libc()\n"
        "try: cage.enter(os.getcwd())\n"
        "except cage.NoCage as no: print('refused', no)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "refused network"


def test_an_answer_of_the_process_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    for said in (
        b"",
        b"[]",
        b'{"removed": {"murong": 1}}',
        b'{"removed": {"times": "x"}}',
        b'{"not_cleanable": "x"}',
    ):
        monkeypatch.setattr(sandbox, "caged", lambda *_work, said=said: said)
        with pytest.raises(NotCleanable) as refused:
            sandbox.make_sterile("jpeg", io.BytesIO(making.jpeg()))
        assert refused.value.code == "died"


def test_a_copy_of_another_kind_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def lies(_job: object, work: tuple[str, object, io.BytesIO], _seconds: float) -> bytes:
        work[2].write(b"<html><script>alert(1)</script>")
        return b'{"removed": {}, "flags": {}}'

    monkeypatch.setattr(sandbox, "caged", lies)
    with pytest.raises(NotCleanable) as refused:
        sandbox.make_sterile("jpeg", io.BytesIO(making.jpeg()))
    assert refused.value.code == "not_verified"


def test_the_memory_limit_leaves_room_for_a_large_photograph() -> None:
    made = io.BytesIO()
    making.Image.new("RGB", (9000, 6000), "white").save(made, "JPEG")
    with sandbox.make_sterile("jpeg", made) as cleaned:
        assert making.Image.open(cleaned.copy).size == (9000, 6000)
    assert cage.MEMORY >= 1024**3
