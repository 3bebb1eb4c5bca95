"""A first start in an empty folder, a second one, an interrupted one, and the real three processes at work."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.serve import PRIVATE_KEY_VARIABLE
from tests.environment import ROOT

PATIENCE_SECONDS = 90.0
NOT_PASSED_ON = {
    "DATABASE_URL",
    "VAULT_DATABASE_URL",
    "BROKER_URL",
    "SECRET_KEY",
    "MINGCHA_TEST",
    "MINGCHA_DEMO",
}
KEYS = ("vault_public.key", "vault_index.key", "vault_private.key")


def environ(data: Path, **more: str) -> dict[str, str]:
    """What a person's shell would hold: nothing of this run's own settings, the embedded default."""
    passed_on = {k: v for k, v in os.environ.items() if k not in NOT_PASSED_ON and "VAULT" not in k}
    return {**passed_on, "MINGCHA_DATA_DIR": str(data), **more}


def prepare(data: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "config.prepare"]
    return subprocess.run(
        command, env=environ(data, **more), cwd=ROOT, capture_output=True, text=True, check=False, timeout=180
    )


def count(database: Path, table: str) -> int:
    with sqlite3.connect(database) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # our own names
    connection.close()
    return int(found)


def environment_of(pid: str) -> dict[str, str]:
    words = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(word.split("=", 1) for word in words if "=" in word)


def processes(data: Path) -> dict[str, str]:
    """Every process of the tree that works on this data folder: its id and its command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if environment_of(folder.name).get("MINGCHA_DATA_DIR") == str(data):
                found[folder.name] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return {pid: command for pid, command in found.items() if command}


def told_of_the_key(data: Path) -> tuple[set[str], set[str]]:
    """The running processes that have the private key's place in their environment, and those that have not."""
    told: set[str] = set()
    not_told: set[str] = set()
    for pid in processes(data):
        (told if PRIVATE_KEY_VARIABLE in environment_of(pid) else not_told).add(pid)
    return told, not_told


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after a first start with the demo county."""
    data = tmp_path_factory.mktemp("house")
    done = prepare(data, MINGCHA_DEMO="1")
    assert done.returncode == 0, done.stderr
    return data


def test_a_first_start_makes_everything_and_a_second_changes_nothing(demo_house: Path) -> None:
    kept = {name: (demo_house / "keys" / name).read_bytes() for name in KEYS}
    officers = count(demo_house / "mingcha.sqlite3", "offices_officer")
    matters = count(demo_house / "mingcha.sqlite3", "procedure_matter")
    assert officers >= 13, "somebody for every office"
    assert matters >= 12

    again = prepare(demo_house, MINGCHA_DEMO="1")

    assert again.returncode == 0, again.stderr
    assert "demo" not in again.stdout
    assert "static" not in again.stdout
    assert kept == {name: (demo_house / "keys" / name).read_bytes() for name in KEYS}
    assert officers == count(demo_house / "mingcha.sqlite3", "offices_officer")
    assert matters == count(demo_house / "mingcha.sqlite3", "procedure_matter")


def test_what_is_made_is_nobody_elses_on_this_machine(demo_house: Path) -> None:
    made = [*(demo_house / "keys").iterdir(), *demo_house.glob("*.sqlite3")]
    assert len(made) >= 5
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_without_a_secret_key_nothing_starts_outside_the_demo(tmp_path: Path) -> None:
    done = prepare(tmp_path)

    assert done.returncode == 2
    assert "SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "mingcha.sqlite3").exists()


def test_outside_the_demo_nobody_is_let_in_until_he_is_entered(tmp_path: Path) -> None:
    done = prepare(tmp_path, SECRET_KEY="k" * 50)

    assert done.returncode == 0, done.stderr
    assert count(tmp_path / "mingcha.sqlite3", "offices_officer") == 0


def test_an_interrupted_first_start_is_made_anew(tmp_path: Path) -> None:
    assert prepare(tmp_path, SECRET_KEY="k" * 50).returncode == 0
    with sqlite3.connect(tmp_path / "mingcha.sqlite3") as connection:
        connection.execute("CREATE TABLE half_a_demo (x)")
    connection.close()
    (tmp_path / "demo.unfinished").touch()

    done = prepare(tmp_path, MINGCHA_DEMO="1")

    assert done.returncode == 0, done.stderr
    assert "made anew" in done.stdout
    assert not (tmp_path / "demo.unfinished").exists()
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        count(tmp_path / "mingcha.sqlite3", "half_a_demo")
    assert count(tmp_path / "mingcha.sqlite3", "procedure_matter") >= 12


def test_a_lost_key_is_named_and_no_new_pair_is_made(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "vault_public.key").write_text("00", encoding="ascii")

    done = prepare(tmp_path, SECRET_KEY="k" * 50)

    assert done.returncode == 2
    assert str(tmp_path / "keys" / "vault_index.key") in done.stderr
    assert not (tmp_path / "keys" / "vault_private.key").exists()


@pytest.fixture
def running(demo_house: Path) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """The real web, worker and beat on the demo's data folder, up and answering."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = demo_house / "words.txt"
    with words.open("w", encoding="utf-8") as out:
        tree = subprocess.Popen(
            [sys.executable, "-m", "config.serve"],
            env=environ(demo_house, MINGCHA_DEMO="1", MINGCHA_BIND=f"127.0.0.1:{port}"),
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        wait_for(words, "Ctrl-C stops everything")
        yield tree, words
    finally:
        for pid in processes(demo_house):
            os.kill(int(pid), signal.SIGKILL)
        tree.wait()


def wait_for(file: Path, pattern: str, times: int = 1) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while len(re.findall(pattern, file.read_text(encoding="utf-8"))) < times:
        if time.monotonic() > end:
            pytest.fail(f"no {pattern!r} in:\n{file.read_text(encoding='utf-8')}")
        time.sleep(0.1)


def test_the_three_processes(running: tuple["subprocess.Popen[str]", Path], demo_house: Path) -> None:
    tree, words = running
    wait_for(demo_house / "log" / "worker.log", "ready")
    leaders = dict(re.findall(r"(\w+): started, process (\d+)", words.read_text(encoding="utf-8")))
    assert set(leaders) == {"web", "worker", "beat"}
    told, not_told = told_of_the_key(demo_house)
    assert {os.getsid(int(pid)) for pid in told} == {int(leaders["worker"])}, (
        "only the worker's own processes"
    )
    assert {int(leaders["web"]), int(leaders["beat"])} <= {os.getsid(int(pid)) for pid in not_told}

    os.kill(int(leaders["worker"]), signal.SIGKILL)
    wait_for(words, "worker: started", times=2)
    left = told & set(processes(demo_house))
    assert not left, "the dead worker's own processes went with it"

    wait_for(demo_house / "log" / "worker.log", "ready", times=2)
    tree.terminate()
    code = tree.wait(PATIENCE_SECONDS)
    assert code == 0, words.read_text(encoding="utf-8")
    assert processes(demo_house) == {}
