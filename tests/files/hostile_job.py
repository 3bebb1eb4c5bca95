"""What a broken reader of files might be made to do, done on purpose inside the cage; run by the tests alone."""

import ctypes
import os
import socket
import sys
import time
from pathlib import Path

from files import cage


def connect(where: str) -> str:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as out:
            out.settimeout(3)
            out.connect(("127.0.0.1", int(where)))
    except OSError as refused:
        return type(refused).__name__
    return "CONNECTED"


def datagram(where: str) -> str:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(b"name", ("192.0.2.1", 53))
    except OSError as refused:
        return type(refused).__name__
    return "SENT"


def read(where: str) -> str:
    found = []
    for path in ("/etc/passwd", where, "/proc/self/environ", "."):
        try:
            found.append(f"READ {path}" if list(Path(path).iterdir()) or path != "." else "empty")
        except NotADirectoryError:
            found.append(f"READ {path}")
        except OSError as refused:
            found.append(type(refused).__name__)
    return " ".join(found)


def write(_where: str) -> str:
    try:
        os.close(os.open("/left-behind", os.O_CREAT | os.O_WRONLY))
    except OSError as refused:
        return type(refused).__name__
    return "WROTE"


def child(_where: str) -> str:
    try:
        pid = os.fork()
    except OSError as refused:
        return type(refused).__name__
    if pid == 0:
        os._exit(0)
    return "FORKED"


def climb(_where: str) -> str:
    """The old way out of a changed root: change it again, which asks for a right that was given back."""
    try:
        os.chroot("/")
    except OSError as refused:
        return type(refused).__name__
    return "CLIMBED"


def regain(_where: str) -> str:
    libc = ctypes.CDLL(None)
    return "NO_NEW_PRIVS" if libc.prctl(39, 0, 0, 0, 0) == 1 else "MAY RISE"


def environment(_where: str) -> str:
    return " ".join(sorted(os.environ))


def memory(_where: str) -> str:
    held = []
    while True:
        held.append(bytearray(64 * 1024 * 1024))


def loop(_where: str) -> str:
    while True:
        time.process_time()


def sleep(_where: str) -> str:
    time.sleep(600)
    return ""


def crash(_where: str) -> str:
    os.write(int(sys.argv[3]), b"half a copy")
    ctypes.string_at(0)
    return ""


def flood(_where: str) -> str:
    target = int(sys.argv[3])
    while True:
        os.write(target, bytes(8 * 1024 * 1024))


if __name__ == "__main__":
    what, _, where = sys.argv[1].partition(":")
    cage.enter(sys.argv[4])
    sys.stdout.write(globals()[what](where))
