"""Keeps a few processes running as one tree: what dies comes back, and when the tree stops nothing is left.

Each child leads a session of its own, so that Ctrl-C in the terminal reaches this process only and the
children are stopped in order. A child's process id also names its group: everything the child started is
found and killed by that one number.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

# From <linux/prctl.h>; the standard library has no name for them.
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)

_STOPS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_WATCHED = _STOPS | {signal.SIGCHLD}

LOG_LIMIT_BYTES = 10 * 1024 * 1024


class AlreadyRunning(Exception):
    """A second copy was asked to start on the same data; the text is what the first one wrote down."""


@dataclass(frozen=True)
class Child:
    """One process to keep running: what to start, with which environment, and where its words go.

    `env` is the child's whole environment. `before_start` runs ahead of every start, restarts included.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    before_start: Callable[[], None] | None = None


@dataclass
class _Seat:
    """The place a child holds in the tree: who sits there now, and when the next one may."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait_seconds: float = 0.0
    due_at: float | None = 0.0


@dataclass(frozen=True)
class Patience:
    """How long the tree waits, in seconds: between restarts, until a child counts as well, for a drain."""

    first_wait: float = 1.0
    longest_wait: float = 30.0
    well_after: float = 60.0
    drain: float = 25.0


def hold(lock_path: Path, words: str) -> TextIO:
    """Take the lock that lets one copy run, and write `words` into it for the next one to read.

    Returns the open lock file: whoever keeps it keeps the lock, and the system lets go of it when the
    process ends, however it ends. Raises AlreadyRunning with the words of the copy that holds it.
    """
    handle = lock_path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        holder = handle.read().strip()
        handle.close()
        raise AlreadyRunning(holder) from None
    handle.seek(0)
    handle.truncate()
    handle.write(words + "\n")
    handle.flush()
    return handle


def _say(words: str) -> None:
    print(time.strftime("%H:%M:%S"), words, file=sys.stderr, flush=True)


def _open_log(path: Path) -> int:
    """Open a child's log to append; one that has grown past the limit is first set aside as `.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _tail(path: Path, start: int, lines: int = 12) -> list[str]:
    """The last lines a child wrote after byte `start`, for the terminal."""
    with path.open("rb") as log:
        log.seek(start)
        return log.read()[-8192:].decode("utf-8", "replace").splitlines()[-lines:]


def _in_child(parent: int) -> Callable[[], None]:
    """What a child does between fork and exec: ask to be stopped when the parent dies, take signals again."""

    def prepare() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        # The parent may have died before the line above took hold: then nobody is left to stop this child.
        if os.getppid() != parent:
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)

    return prepare


@dataclass
class Supervisor:
    """Starts the children, restarts what dies after 1 to 30 seconds, and stops all of them on TERM or Ctrl-C.

    `run()` returns when the last child is gone. `ready` is asked about four times a second until it answers
    true, then `on_ready` is called once. Works on Linux, from the main thread.
    """

    children: Sequence[Child]
    patience: Patience = field(default_factory=Patience)
    ready: Callable[[], bool] | None = None
    on_ready: Callable[[], None] | None = None
    _seats: list[_Seat] = field(default_factory=list)
    _log_starts: dict[str, int] = field(default_factory=dict)

    def run(self) -> int:
        """Run the tree until told to stop. Returns 0, or 1 when a child had to be killed at the end."""
        # Blocked and fetched one by one below, so that no signal can arrive between a look and a sleep.
        signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
        # Grandchildren whose parent was killed come to this process, not to init, and are reaped here.
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._seats = [_Seat(child) for child in self.children]
        waiting_for_ready = self.ready is not None
        try:
            while True:
                self._start_due()
                got = signal.sigtimedwait(_WATCHED, 0.25 if waiting_for_ready else self._until_next_start())
                if got is not None and got.si_signo in _STOPS:
                    break
                self._reap(restart=True)
                if waiting_for_ready and self.ready is not None and self.ready():
                    waiting_for_ready = False
                    if self.on_ready:
                        self.on_ready()
        finally:
            killed = self._stop_all()
        return 1 if killed else 0

    def _until_next_start(self) -> float:
        due = [seat.due_at for seat in self._seats if seat.process is None and seat.due_at is not None]
        return max(0.0, min(due) - time.monotonic()) if due else 3600.0

    def _start_due(self) -> None:
        for seat in self._seats:
            if seat.process is None and seat.due_at is not None and seat.due_at <= time.monotonic():
                self._start(seat)

    def _start(self, seat: _Seat) -> None:
        child = seat.child
        if child.before_start:
            child.before_start()
        log = _open_log(child.log)
        self._log_starts[child.name] = os.fstat(log).st_size
        try:
            seat.process = subprocess.Popen(
                list(child.command),
                env=dict(child.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_in_child(os.getpid()),  # noqa: PLW1509  # this process has one thread
            )
        finally:
            os.close(log)
        seat.started_at = time.monotonic()
        seat.due_at = None
        _say(f"{child.name}: started, process {seat.process.pid}, log {child.log}")

    def _reap(self, *, restart: bool) -> None:
        """Bury every dead child; with `restart`, set the moment at which the next one takes its seat."""
        while True:
            try:
                # Only looked at, not yet buried: until then the dead child's number cannot be given to an
                # unrelated process, so killing the group by that number hits nobody else.
                dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            except ChildProcessError:
                return
            if dead is None:
                return
            seat = next((s for s in self._seats if s.process and s.process.pid == dead.si_pid), None)
            if seat is None or seat.process is None:
                os.waitpid(dead.si_pid, 0)  # a grandchild that came here after its parent was killed
                continue
            self._kill_group(dead.si_pid)
            code = seat.process.wait()
            seat.process = None
            if restart:
                self._plan_restart(seat, code)
            else:
                _say(f"{seat.child.name}: stopped")

    def _plan_restart(self, seat: _Seat, code: int) -> None:
        lived = time.monotonic() - seat.started_at
        if seat.wait_seconds == 0.0 or lived >= self.patience.well_after:
            seat.wait_seconds = self.patience.first_wait
        else:
            seat.wait_seconds = min(seat.wait_seconds * 2, self.patience.longest_wait)
        seat.due_at = time.monotonic() + seat.wait_seconds
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        _say(f"{seat.child.name}: {how}; starts again in {seat.wait_seconds:g} s, log {seat.child.log}")
        if lived < 10:
            for line in _tail(seat.child.log, self._log_starts.get(seat.child.name, 0)):
                print(f"    {line}", file=sys.stderr, flush=True)

    @staticmethod
    def _kill_group(leader: int) -> None:
        try:
            os.killpg(leader, signal.SIGKILL)
        except ProcessLookupError:
            return  # the child was alone in its group

    def _running(self) -> list[tuple[_Seat, subprocess.Popen[bytes]]]:
        return [(seat, seat.process) for seat in self._seats if seat.process is not None]

    def _stop_all(self) -> list[str]:
        """Ask every child to finish what it has begun; kill what has not, after the drain or a second stop.

        Only the leader is asked: it knows in which order its own children finish. Returns the killed ones.
        """
        for _seat, process in self._running():
            os.kill(process.pid, signal.SIGTERM)
        if self._running():
            _say(f"stopping, {self.patience.drain:g} s at most to finish what runs; Ctrl-C again ends it now")
        end = time.monotonic() + self.patience.drain
        self._reap(restart=False)
        while self._running() and (left := end - time.monotonic()) > 0:
            got = signal.sigtimedwait(_WATCHED, left)
            if got is not None and got.si_signo in _STOPS:
                break
            self._reap(restart=False)
        killed = self._running()
        for seat, process in killed:
            _say(f"{seat.child.name}: did not finish in time, killed")
            self._kill_group(process.pid)
            process.wait()
            seat.process = None
        self._end_strays()
        return [seat.child.name for seat, _process in killed]

    def _end_strays(self) -> None:
        """Kill what left its group and so escaped: it has been handed to this process, its subreaper."""
        while True:
            try:
                dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG)
            except ChildProcessError:
                return
            if dead is None:
                for pid in _own_children():
                    os.kill(pid, signal.SIGKILL)
                os.waitid(os.P_ALL, 0, os.WEXITED)


def _own_children() -> list[int]:
    """The process ids whose parent is this process."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # "pid (name) state parent ...", and the name may hold spaces and brackets of its own.
            parent = int(stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended between the listing and the look
        if parent == os.getpid():
            found.append(int(stat.parent.name))
    return found
