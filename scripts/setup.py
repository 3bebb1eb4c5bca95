"""Set up what a command needs, with nothing but the Python of the machine.

    python3 scripts/setup.py run     environment, fonts, catalogue, data; then web, worker and beat
    python3 scripts/setup.py tools   environment with the tools of the suite and the checks, fonts, catalogue

Done once and remembered by a digest of the requirements, so that a second start takes seconds. What the machine
lacks is named with the line that installs it. `run` takes MINGCHA_DEMO, MINGCHA_DATA_DIR, MINGCHA_BIND and the
settings' own variables from the environment; a start without SECRET_KEY and without MINGCHA_DEMO=1 is refused.
"""

# Read by whatever `python3` is: an old one must get far enough to be told that it is old.
from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")

RUN, DEV, UV = "requirements.txt", "requirements-dev.txt", "requirements-uv.txt"

# Shared libraries that the wheels do not carry, and Debian's package for each.
NEEDED = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libfontconfig1",
}
# Papers are made without it too, at half a second a paper instead of a twentieth.
WANTED = {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"}


class Missing(Exception):
    """Something this machine lacks or forbids; the text names it and what helps."""


def say(words: str) -> None:
    print(words, flush=True)


# --- the machine --------------------------------------------------------------------------------------------


def right_python() -> None:
    """Go on with this Python, or with a newer one of this machine. Raises Missing when there is none."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
            os.execv(found, [found, *sys.argv])  # noqa: S606  # the same program, by the newer Python
    raise Missing(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} 太旧, 需要 3.11 以上 / is too old, 3.11 or newer is "
        "needed. Debian 12: apt-get install python3 python3-venv"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_machine() -> None:
    """Look for what comes from the system's packages. Raises Missing with one line that installs all of it."""
    lacking = [package for library, package in NEEDED.items() if not _loads(library)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        lacking.insert(0, "python3-venv")
    wanted = [package for library, package in WANTED.items() if not _loads(library)]
    sudo = "" if os.geteuid() == 0 else "sudo "
    if lacking:
        line = f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(lacking + wanted)}"
        raise Missing(
            f"缺少系统软件包 / this machine lacks {', '.join(lacking)}. 请运行 / run:\n\n    {line}\n"
        )
    if wanted:
        say(f"建议安装 / recommended, papers are made faster: {sudo}apt-get install -y {' '.join(wanted)}")


# --- the environment ----------------------------------------------------------------------------------------


def digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """Which requirements the environment holds, by file name and digest; empty when that is not known."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def works(modules: str) -> bool:
    """Whether the environment's Python starts, is new enough and has `modules` ("pip", or "sys" for none)."""
    if not PYTHON.exists():
        return False
    question = f"import sys, {modules}; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0


def make_environment(wanted: str) -> None:
    """Have `.venv` hold the requirements file `wanted`, every package checked against its digest."""
    have = installed()
    if have.get(wanted) == digest(wanted) and have.get(RUN) == digest(RUN) and works("sys"):
        return
    began = time.monotonic()
    if not works("pip"):
        say(f"虚拟环境 / virtual environment: {VENV}")
        # `--clear`: one that was left half made, or whose Python is gone from the machine, has no use.
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        call(command, "请运行 / run: apt-get install python3-venv")
    say(f"依赖 / dependencies: {wanted}")
    install(wanted)
    # Development requirements contain the others; each is written down, so that `run` finds its own.
    stamp = {RUN: digest(RUN), wanted: digest(wanted)}
    STAMP.with_suffix(".part").write_text(json.dumps(stamp), encoding="utf-8")
    STAMP.with_suffix(".part").replace(STAMP)
    say(f"  {time.monotonic() - began:.0f} s")


def call(command: list[str], help_: str) -> None:
    """Run a part of the set-up, its words on the terminal. Raises Missing with `help_` when it fails."""
    done = subprocess.run(command, check=False, cwd=ROOT)
    if done.returncode:
        raise Missing(f"失败 / failed: {' '.join(command)}\n{help_}")


def install(wanted: str) -> None:
    """Install with uv, which takes seconds; with pip where uv cannot be had or does not reach the index."""
    uv = shutil.which("uv") or fetch_uv()
    if uv:
        env = {**os.environ, "VIRTUAL_ENV": str(VENV), **settings_of_pip()}
        command = [uv, "pip", "install", "--require-hashes", "-r", wanted]
        if subprocess.run(command, check=False, env=env, cwd=ROOT).returncode == 0:
            return
        say("uv 未成功, 改用 pip / uv did not manage, pip takes over")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "-r", wanted]
    call(command, "请检查网络和软件源设置 / check the network and the package index that pip is set to use")


def fetch_uv() -> str | None:
    """Put uv into the environment by its digest; None when it cannot be had."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", UV]
    if subprocess.run(command, check=False, capture_output=True, cwd=ROOT).returncode:
        return None
    return str(VENV / "bin" / "uv")


def settings_of_pip() -> dict[str, str]:
    """What this machine has told pip about its index and certificates, in uv's words: uv reads neither."""
    asked = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    told = {}
    for line in asked.stdout.splitlines():
        # "global.index-url='https://…'" from a file, ":env:.index-url='…'" from the environment.
        name, _, value = line.partition("=")
        told[name.rpartition(".")[2]] = value.strip("'\"")
    passed_on = {"UV_DEFAULT_INDEX": told.get("index-url"), "SSL_CERT_FILE": told.get("cert")}
    return {name: value for name, value in passed_on.items() if value and name not in os.environ}


# --- what the program itself needs --------------------------------------------------------------------------


def fonts_and_catalogue() -> None:
    """The Chinese fonts of the papers and the compiled English catalogue; both look first whether they are made."""
    call(
        [str(PYTHON), "scripts/fonts.py"],
        "没有中文字体就不能出具文书 / without Chinese fonts no paper can be made",
    )
    call([str(PYTHON), "scripts/translations.py", "compile"], "locale/")


def run() -> None:
    """Prepare the data folder and become the supervisor. Does not return."""
    make_environment(RUN)
    fonts_and_catalogue()
    say("数据 / data:")
    # The module's own words say what is wrong; only its exit code is passed on.
    code = subprocess.run([str(PYTHON), "-m", "config.prepare"], check=False, cwd=ROOT).returncode
    if code:
        sys.exit(code)
    os.chdir(ROOT)
    os.execv(str(PYTHON), [str(PYTHON), "-m", "config.serve"])  # noqa: S606  # no shell is wanted


def tools() -> None:
    make_environment(DEV)
    fonts_and_catalogue()


def main() -> int:
    """Set up for the command named. Returns the exit code: 1 with words when the machine is in the way."""
    commands = {"run": run, "tools": tools}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        right_python()
        check_machine()
        commands[sys.argv[1]]()
    except (Missing, OSError) as reason:
        print(f"\nmingcha: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n中断 / interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
