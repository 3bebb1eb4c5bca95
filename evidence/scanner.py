"""Asking a virus scanner (clamd, command INSTREAM) about a file before it is taken.

`EVIDENCE_SCANNER` says where it listens: `unix:/run/clamav/clamd.ctl`, `tcp:host:3310`, or `tls:host:3311` with the
host's certificate checked. Without it nothing is scanned and the evidence says so. Once it is set, silence is a "no".
"""

import socket
import ssl
from typing import BinaryIO

from django.conf import settings

SECONDS = 30
_CHUNK = 256 * 1024
_LONGEST_ANSWER = 4096


class Infected(ValueError):
    """The scanner found something; what it called it is not repeated."""


class ScannerAway(RuntimeError):
    """The scanner is set and does not answer as a scanner answers: nothing is taken until it does."""


def scan(file: BinaryIO) -> bool:
    """Whether the file was looked at and found clean; False when no scanner is set. Leaves the file at its start.

    Raises `Infected`, and `ScannerAway` for everything that is not a plain "clean".
    """
    where = settings.EVIDENCE_SCANNER
    if not where:
        return False
    file.seek(0)
    try:
        with _connected(where) as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(_CHUNK):
                line.sendall(len(chunk).to_bytes(4, "big") + chunk)
            line.sendall(bytes(4))
            answer = _answer(line)
    except (OSError, ValueError):
        # A scanner that closes the line early has met its own size limit: that is no "clean" either.
        raise ScannerAway from None
    finally:
        file.seek(0)
    if answer.endswith(b" FOUND"):
        raise Infected
    if answer != b"stream: OK":
        raise ScannerAway
    return True


def _connected(where: str) -> socket.socket:
    way, _, rest = where.partition(":")
    if way == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(rest)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = rest.rpartition(":")
    line = socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    if way == "tls":
        return ssl.create_default_context().wrap_socket(line, server_hostname=host.strip("[]"))
    if way != "tcp":
        line.close()
        raise ValueError(way)
    return line


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        part = line.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n")
