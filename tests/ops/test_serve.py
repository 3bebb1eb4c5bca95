"""What stands in the way of a start is named, and only the worker learns where the private key lies."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.serve import (
    PRIVATE_KEY_VARIABLE,
    CannotServe,
    address,
    check_free,
    check_writable,
    children,
    only_copy,
)
from tests.environment import ROOT


def serve(data: Path, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run the real entry to its end, as a person would type it."""
    return subprocess.run(
        [sys.executable, "-m", "config.serve"],
        env={**os.environ, "MINGCHA_DATA_DIR": str(data), **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_only_the_worker_is_told_where_the_private_key_lies(tmp_path: Path) -> None:
    environ = {"MINGCHA_DATA_DIR": str(tmp_path), PRIVATE_KEY_VARIABLE: "/secret/place", "PATH": "/bin"}

    told = {child.name: child.env.get(PRIVATE_KEY_VARIABLE) for child in children(environ, "127.0.0.1", 8000)}

    assert told == {"web": None, "worker": "/secret/place", "beat": None}


def test_the_worker_finds_the_key_in_the_data_folder_unless_told(tmp_path: Path) -> None:
    worker = children({"MINGCHA_DATA_DIR": str(tmp_path)}, "127.0.0.1", 8000)[1]

    assert worker.env[PRIVATE_KEY_VARIABLE] == str(tmp_path / "keys" / "vault_private.key")


def test_beat_begins_without_its_old_notebook(tmp_path: Path) -> None:
    beat = children({"MINGCHA_DATA_DIR": str(tmp_path)}, "127.0.0.1", 8000)[2]
    (tmp_path / "beat").mkdir()
    for name in ("schedule", "schedule.dat", "schedule-wal"):
        (tmp_path / "beat" / name).touch()

    assert beat.before_start is not None
    beat.before_start()

    assert list((tmp_path / "beat").iterdir()) == []


@pytest.mark.parametrize(
    ("bind", "demo", "expected"),
    [
        ("", "", ("127.0.0.1", 8000)),
        ("127.0.0.1:8001", "1", ("127.0.0.1", 8001)),
        ("localhost:9000", "1", ("localhost", 9000)),
        ("[::1]:9000", "1", ("::1", 9000)),
        ("0.0.0.0:80", "", ("0.0.0.0", 80)),  # noqa: S104  # production may listen to all
    ],
)
def test_addresses(bind: str, demo: str, expected: tuple[str, int]) -> None:
    assert address({"MINGCHA_BIND": bind, "MINGCHA_DEMO": demo}) == expected


@pytest.mark.parametrize("bind", ["8000:", "127.0.0.1", "127.0.0.1:eighty", "127.0.0.1:70000", "127.0.0.1:0"])
def test_an_address_that_cannot_be_read_is_named(bind: str) -> None:
    with pytest.raises(CannotServe, match=re.escape(bind)):
        address({"MINGCHA_BIND": bind})


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.168.1.5:8000", "[::]:8000", "example.org:8000"])
def test_a_demo_is_refused_where_other_machines_reach_it(bind: str, tmp_path: Path) -> None:
    done = serve(tmp_path, MINGCHA_DEMO="1", MINGCHA_BIND=bind)

    assert done.returncode == 2
    assert "this machine only" in done.stderr
    assert not list(tmp_path.iterdir()), "nothing was begun"


def test_a_port_in_use_is_named_with_another_to_take(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve(tmp_path, MINGCHA_BIND=f"127.0.0.1:{port}")

    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in done.stderr
    assert "MINGCHA_BIND=127.0.0.1:" in done.stderr


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(CannotServe, match=r"cannot listen on 192\.0\.2\.1:8000"):
        check_free("192.0.2.1", 8000)


def test_a_second_copy_says_where_the_first_one_is(tmp_path: Path) -> None:
    with only_copy(tmp_path, "http://127.0.0.1:8000/ (process 1)"):
        done = serve(tmp_path)

    assert done.returncode == 2
    assert "already running" in done.stderr
    assert "http://127.0.0.1:8000/ (process 1)" in done.stderr


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("a file where the folder should be", encoding="utf-8")

    # Not by permission bits: the suite may run as root, whom they do not stop.
    with pytest.raises(CannotServe, match=re.escape(str(file))):
        check_writable(file)
    assert "Traceback" not in serve(file).stderr
