"""Starts web, worker and beat under one supervisor: `python -m config.serve`, stopped by Ctrl-C or TERM.

Of the three, only the worker is told where the vault's private key lies. The web process can seal an identity
and cannot open one; beat does neither.

Environment: MINGCHA_DATA_DIR (as in settings), MINGCHA_BIND (address and port, 127.0.0.1:8000 unless told),
MINGCHA_WEB_PROCESSES (2), MINGCHA_WORKER_PROCESSES (2), MINGCHA_DEMO=1 (loopback only).
"""

import http.client
import ipaddress
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from config.supervisor import AlreadyRunning, Child, Supervisor, hold

BASE_DIR = Path(__file__).resolve().parent.parent
PRIVATE_KEY_VARIABLE = "MINGCHA_VAULT_PRIVATE_KEY_FILE"
SLOW_START_SECONDS = 60


class CannotServe(Exception):
    """Something outside the program stands in the way of a start; the text says what, and what helps."""


def data_dir(environ: Mapping[str, str]) -> Path:
    """The folder that holds the databases, keys, papers and logs: the one settings.DATA_DIR names."""
    return Path(environ.get("MINGCHA_DATA_DIR") or BASE_DIR / "data").resolve()


def address(environ: Mapping[str, str]) -> tuple[str, int]:
    """The host and port to listen on, from MINGCHA_BIND.

    Raises CannotServe for an address that cannot be read, and in a demo for one that other machines reach:
    the demo's sign-in asks for no password.
    """
    text = environ.get("MINGCHA_BIND") or "127.0.0.1:8000"
    host, _, port = text.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotServe(
            f"MINGCHA_BIND={text}: 请写成 地址:端口 / give an address and a port, such as 127.0.0.1:8001"
        )
    if environ.get("MINGCHA_DEMO") == "1" and not _is_loopback(host):
        raise CannotServe(
            f"MINGCHA_BIND={text}: 演示环境无需口令登录, 只能监听本机地址 127.0.0.1 / the demo signs in "
            "without a password and listens on this machine only: take 127.0.0.1, or start without "
            "MINGCHA_DEMO=1"
        )
    return host, int(port)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bound(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def check_free(host: str, port: int) -> None:
    """Raise CannotServe when another program listens on the port, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"无法监听 / cannot listen on {_bound(host, port)}: {error.strerror}. "
                f"换一个端口 / another port: "
                f"MINGCHA_BIND={_bound(host, port + 1 if port < 65535 else 8001)} make run"
            ) from error


def check_writable(folder: Path) -> None:
    """Raise CannotServe when the data folder cannot be made or written to."""
    probe = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotServe(
            f"数据目录不可写 / cannot write to the data folder {folder}: {error.strerror}. "
            "请授予当前用户写权限, 或用 MINGCHA_DATA_DIR 另指目录 / give this user the folder, "
            "or name another one with MINGCHA_DATA_DIR"
        ) from error


def only_copy(data: Path, words: str) -> TextIO:
    """Hold the data folder for this process, to be used in a `with`. Raises CannotServe when it is held."""
    try:
        return hold(data / "serve.lock", words)
    except AlreadyRunning as running:
        raise CannotServe(f"已在运行 / already running on the data folder {data}: {running}") from running


def children(environ: Mapping[str, str], host: str, port: int) -> list[Child]:
    """The three processes and their environments. Logs go to `log/` in the data folder."""
    data = data_dir(environ)
    log = data / "log"
    schedule = data / "beat" / "schedule"
    shared = {k: v for k, v in environ.items() if k != PRIVATE_KEY_VARIABLE}
    # Buffered lines would be lost with a killed process, and they are the ones that tell why.
    shared["PYTHONUNBUFFERED"] = "1"
    key = environ.get(PRIVATE_KEY_VARIABLE) or str(data / "keys" / "vault_private.key")
    # `-P` keeps the folder the command was given in off the path, and the project is put there by name.
    shared["PYTHONPATH"] = str(BASE_DIR)
    web = [sys.executable, "-P", "-m", "gunicorn", "config.wsgi:application"]
    web += ["--bind", _bound(host, port), "--worker-class", "gthread", "--threads", "4"]
    web += ["--workers", environ.get("MINGCHA_WEB_PROCESSES") or "2"]
    # What no page of ours sends is refused before a line of ours runs: long addresses, many or long headers.
    web += [
        "--limit-request-line",
        "4094",
        "--limit-request-fields",
        "64",
        "--limit-request-field_size",
        "8190",
    ]
    # No access log: a search box may have carried a name. No control socket: it would lie in the user's home.
    web += ["--graceful-timeout", "15", "--no-control-socket", "--log-level", "warning"]
    celery = [sys.executable, "-P", "-m", "celery", "--app", "config.celery:app"]
    worker = [*celery, "worker", "--pool", "prefork", "--loglevel", "INFO"]
    worker += ["--concurrency", environ.get("MINGCHA_WORKER_PROCESSES") or "2"]
    # One worker has nobody to gossip with, and each message would be a file on the embedded broker.
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = [*celery, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile="]
    return [
        Child("web", web, shared, log / "web.log"),
        Child("worker", worker, {**shared, PRIVATE_KEY_VARIABLE: key}, log / "worker.log"),
        Child("beat", beat, shared, log / "beat.log", before_start=_fresh_schedule(schedule)),
    ]


def _fresh_schedule(schedule: Path) -> Callable[[], None]:
    """Beat's own notebook is thrown away at each start: the schedule is code, and what is owed is rows."""

    def forget() -> None:
        schedule.parent.mkdir(parents=True, exist_ok=True)
        for left in schedule.parent.glob(schedule.name + "*"):
            left.unlink()

    return forget


def _answers(host: str, port: int) -> Callable[[], bool]:
    """A question whether the web process answers yet; says once where to look when it takes long."""
    began = time.monotonic()
    told = False

    def ask() -> bool:
        nonlocal told
        if not told and time.monotonic() - began > SLOW_START_SECONDS:
            told = True
            print("网页进程一分钟仍未应答 / no answer from web for a minute: see web.log", file=sys.stderr)
        connection = http.client.HTTPConnection(host, port, timeout=2)
        try:
            connection.request("HEAD", "/", headers={"Host": f"localhost:{port}"})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ask


def _welcome(environ: Mapping[str, str], url: str) -> Callable[[], None]:
    def show() -> None:
        if environ.get("MINGCHA_DEMO") == "1":
            how = [
                "Open the address and choose an office: one click signs you in, no password (demo only).",
                "打开上述地址, 点选一个岗位即可登录, 无需口令 (仅限演示).",
            ]
        else:
            how = ["Sign in with your own name and password. 请用本人账号和口令登录."]
        print("\n".join(["", f"  Mingcha 明察   {url}", "", *(f"  {line}" for line in how)]), flush=True)
        print("  Ctrl-C stops everything. 按 Ctrl-C 停止.\n", flush=True)

    return show


def main() -> int:
    """Check what stands in the way, then run the tree. Returns the exit code: 2 when it could not start."""
    # Databases, keys and papers are nobody else's on this machine.
    os.umask(0o077)
    environ = dict(os.environ)
    try:
        host, port = address(environ)
        data = data_dir(environ)
        check_writable(data)
        url = f"http://{_bound(host, port)}/"
        with only_copy(data, f"{url} (process {os.getpid()})"):
            check_free(host, port)
            tree = Supervisor(
                children(environ, host, port),
                ready=_answers(host, port),
                on_ready=_welcome(environ, url),
            )
            return tree.run()
    except CannotServe as reason:
        print(f"mingcha: {reason}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
