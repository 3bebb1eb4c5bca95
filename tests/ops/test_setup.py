"""What a fresh machine lacks is named in one line, and what is done once is not done again."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import setup
from tests.environment import ROOT


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own with two small requirements files, so that nothing here touches ours."""
    for name in (setup.RUN, setup.DEV):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(setup, "STAMP", tmp_path / ".venv" / "installed.json")
    return tmp_path


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Pretend that this machine lacks the libraries named."""

    def hide(*libraries: str) -> None:
        monkeypatch.setattr(setup, "_loads", lambda library: library not in libraries)

    return hide


@pytest.mark.usefixtures("elsewhere")
def test_missing_libraries_are_named_in_one_line(without: Callable[..., None]) -> None:
    without("libpango-1.0.so.0", "libharfbuzz-subset.so.0")

    with pytest.raises(setup.Missing) as missing:
        setup.check_machine()

    assert "apt-get install -y libpango-1.0-0 libharfbuzz-subset0\n" in str(missing.value)


@pytest.mark.usefixtures("elsewhere")
def test_a_python_without_venv_is_named(
    without: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    without()
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(setup.Missing, match="apt-get install -y python3-venv"):
        setup.check_machine()


def test_a_library_that_is_only_recommended_stops_nothing(
    without: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    without("libharfbuzz-subset.so.0")

    setup.check_machine()

    assert "apt-get install -y libharfbuzz-subset0" in capsys.readouterr().out


def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)

    with pytest.raises(setup.Missing, match=r"3\.9 .*3\.11"):
        setup.right_python()


def test_a_second_start_installs_nothing(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    monkeypatch.setattr(setup, "install", runs.append)
    monkeypatch.setattr(setup, "works", lambda _modules: True)
    (elsewhere / ".venv").mkdir()

    setup.make_environment(setup.RUN)
    setup.make_environment(setup.RUN)
    assert runs == [setup.RUN]

    setup.make_environment(setup.DEV)
    setup.make_environment(setup.RUN)
    assert runs == [setup.RUN, setup.DEV], "the tools contain what a run needs"

    (elsewhere / setup.RUN).write_text("# changed\n", encoding="utf-8")
    setup.make_environment(setup.RUN)
    assert runs == [setup.RUN, setup.DEV, setup.RUN]


def test_an_interrupted_install_is_done_again(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "works", lambda _modules: True)
    (elsewhere / ".venv").mkdir()

    def interrupted(_wanted: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        setup.make_environment(setup.RUN)
    assert setup.installed() == {}

    setup.STAMP.write_text('{"requirements.txt": "cut off', encoding="utf-8")
    assert setup.installed() == {}


def test_an_environment_whose_python_is_gone_is_made_anew(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(setup, "call", lambda command, _help: done.append(command))
    monkeypatch.setattr(setup, "install", lambda wanted: done.append([wanted]))
    (elsewhere / ".venv" / "bin").mkdir(parents=True)
    (elsewhere / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    setup.STAMP.write_text(json.dumps({setup.RUN: setup.digest(setup.RUN)}), encoding="utf-8")

    setup.make_environment(setup.RUN)

    assert done == [[sys.executable, "-m", "venv", "--clear", str(elsewhere / ".venv")], [setup.RUN]]


def test_what_pip_was_told_about_the_index_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "global.cert='/etc/ssl/own.pem'\nglobal.index-url='https://mirror.example/simple'\n"
    monkeypatch.setattr(
        setup.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 0, stdout=told, stderr="")
    )
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    assert setup.settings_of_pip() == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "SSL_CERT_FILE": "/etc/ssl/own.pem",
    }

    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    assert "UV_DEFAULT_INDEX" not in setup.settings_of_pip(), "what uv was told itself stands"


@pytest.mark.parametrize("arguments", [[], ["walk"], ["run", "now"]])
def test_an_unknown_command_shows_the_known_ones(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/setup.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "scripts/setup.py run" in done.stderr


def test_the_requirements_name_no_place_and_check_every_package() -> None:
    for name in (setup.RUN, setup.DEV, setup.UV):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if "==" in line]
        assert pinned, name
        assert not [line for line in lines if "://" in line or line.startswith("-") or " @ " in line], name
        for number, line in enumerate(lines):
            if "==" in line:
                assert line.endswith("\\"), f"{name}: {line} is not pinned to a digest"
                assert lines[number + 1].lstrip().startswith("--hash=sha256:"), f"{name}: {line}"


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_compiled_requirements_hold_what_was_asked_for(name: str) -> None:
    asked = [
        line.split("#")[0].strip() for line in (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    ]
    compiled = (ROOT / f"{name}.txt").read_text(encoding="utf-8").lower()

    for line in asked:
        if "==" in line:
            package, _, version = line.lower().partition("==")
            assert f"\n{package.partition('[')[0]}=={version} " in compiled, line
