"""Cleaning a file in a process of its own that has no network, no files and no time to spare (`files.cage`).

The file is handed over in memory (a memfd): neither it nor its copy ever has a name on a disk. The process is
not trusted: its answer is read as an answer of the file itself, and the copy is sniffed again.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from files import cage, kinds
from files.limits import Refused
from files.record import FLAGS, NOT_CLEANABLE, REMOVED, NotCleanable

SECONDS = 90
LONGEST_ANSWER = 64 * 1024
_ROOT = Path(__file__).resolve().parent.parent
_CHUNK = 1024 * 1024
JOB = ("-P", "-s", "-B", "-m", "files.sterile_job")


class NoSandbox(RuntimeError):
    """Nothing was converted, because this machine would not shut the process in; mend the machine and try again."""


@dataclass
class Cleaned:
    """A sterile copy in memory, what was taken out of it and what is easily overlooked in it, counted by code."""

    copy: BinaryIO
    size: int
    removed: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> "Cleaned":
        return self

    def __exit__(self, *_gone: object) -> None:
        self.copy.close()


def in_memory(name: str = "evidence") -> BinaryIO:
    """A file that has no name and no disk, and is gone when closed."""
    return os.fdopen(os.memfd_create(name, os.MFD_CLOEXEC), "w+b")


def make_sterile(code: str, source: BinaryIO, *, seconds: float = SECONDS) -> Cleaned:
    """The sterile copy of an opened original, made in the cage; the caller closes it.

    Raises `NotCleanable` for a file of which there can be none, a crash, a bomb and an endless loop among them, and
    `NoSandbox` when the machine does not allow the cage: then nothing was read.
    """
    with in_memory() as held:
        source.seek(0)
        shutil.copyfileobj(source, held, _CHUNK)
        held.flush()
        held.seek(0)
        copy = in_memory()
        try:
            said = caged(JOB, (code, held, copy), seconds)
            return _checked(code, said, copy)
        except BaseException:
            copy.close()
            raise


def caged(job: Sequence[str], work: tuple[str, BinaryIO, BinaryIO], seconds: float) -> bytes:
    """Start the process with nothing but the two files, and end it when its time is over."""
    code, held, copy = work
    folder = tempfile.mkdtemp(prefix="mingcha-cage-")
    try:
        Path(folder).chmod(0o755 if os.geteuid() == 0 else 0o500)  # empty, and nobody writes into it
        numbers = (held.fileno(), copy.fileno())
        command = [sys.executable, *job, code, str(numbers[0]), str(numbers[1]), folder]
        done = subprocess.run(  # noqa: S603  # our own module, no word of the file in the command
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a message might carry what the file says
            pass_fds=numbers,
            env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
            cwd=folder,
            timeout=seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise NotCleanable("beyond_limits") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if done.returncode == cage.EXIT:
        raise NoSandbox("清洗进程无法断开网络，未作处理")
    if done.returncode != 0:
        raise NotCleanable("died")
    return done.stdout[: LONGEST_ANSWER + 1]


def _checked(code: str, said: bytes, copy: BinaryIO) -> Cleaned:
    """What the process answered, as far as it can be believed."""
    try:
        answer = json.loads(said)
        refused = answer.get("not_cleanable")
        removed, flags = _counts(answer.get("removed", {}), REMOVED), _counts(answer.get("flags", {}), FLAGS)
    except (ValueError, AttributeError, TypeError):
        raise NotCleanable("died") from None
    if refused is not None:
        raise NotCleanable(refused if refused in NOT_CLEANABLE else "died")
    size = copy.seek(0, os.SEEK_END)
    if not 0 < size <= cage.LARGEST_COPY and not (code == "text" and size == 0):
        raise NotCleanable("not_verified")
    try:
        if kinds.sniff(copy).code != code and size:
            raise NotCleanable("not_verified")
    except Refused:
        raise NotCleanable("not_verified") from None
    copy.seek(0)
    return Cleaned(copy, size, removed, flags)


def _counts(said: dict[str, object], known: frozenset[str]) -> dict[str, int]:
    found = {
        name: count for name, count in said.items() if name in known and isinstance(count, int) and count > 0
    }
    if len(found) != len(said):
        raise ValueError("unknown code")
    return found
