"""Where the two copies lie on the disk: under names that say nothing, for this account alone, dated to the day.

An original is sealed under a data key of its own together with the name it came with; the process that seals it has
the key for that moment only. A sterile copy lies open, like a paper: it serves ordinary work.
"""

import io
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.timezone import get_default_timezone

from identity import datakeys, originals
from identity.streams import open_stream, seal_stream

ORIGINALS, STERILE, MAILBOX = "originals", "sterile", "mailbox"
LONGEST_NAME = 1024
_LENGTH_BYTES = 2


class BrokenOriginal(RuntimeError):
    """An original that opens but is not what was handed in; nothing is made of it."""


class _Named:
    """A file with its name in front of it, to be sealed as one: two bytes of length, the name, the file."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        told = name.encode("utf-8", "replace")[:LONGEST_NAME]
        self._head, self._file = io.BytesIO(len(told).to_bytes(_LENGTH_BYTES, "big") + told), file

    def read(self, size: int = -1) -> bytes:
        return self._head.read(size) or self._file.read(size)


def vault_place(ref: str) -> str:
    """What a sealed original is bound to: this vault, this piece of evidence."""
    return f"mingcha/vault/1|evidence|{ref}"


def path_of(folder: str, name: str) -> Path:
    return Path(settings.EVIDENCE_DIR) / folder / name


def new_file(folder: str) -> tuple[str, BinaryIO]:
    """A new file under a name drawn at random, readable by this account only; its name, and the file to write."""
    place = Path(settings.EVIDENCE_DIR)
    for each in (place, place / folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(20)
    opened = os.open(place / folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    return name, os.fdopen(opened, "wb")


def seal_original(stream: BinaryIO, declared_name: str, ref: str, day: date) -> str:
    """Seal a file and its name untouched; the name under which it lies. Raises `VaultClosed` without a vault."""
    key = datakeys.fresh(ref)
    name, target = new_file(ORIGINALS)
    try:
        with target:
            stream.seek(0)
            seal_stream(_Named(declared_name, stream), target, key, place=vault_place(ref))  # type: ignore[arg-type]  # it only reads
            target.flush()
            os.fsync(target.fileno())
        _date_to_the_day(path_of(ORIGINALS, name), day)
    except BaseException:
        forget(ORIGINALS, name)
        raise
    return name


def keep_sterile(copy: BinaryIO, day: date) -> str:
    """Keep a sterile copy; the name under which it lies."""
    name, target = new_file(STERILE)
    try:
        with target:
            shutil.copyfileobj(copy, target)
            target.flush()
            os.fsync(target.fileno())
        _date_to_the_day(path_of(STERILE, name), day)
    except BaseException:
        forget(STERILE, name)
        raise
    return name


def forget(folder: str, name: str) -> None:
    path_of(folder, name).unlink(missing_ok=True)


def open_original(ref: str, name: str) -> tuple[str, Iterator[bytes]]:
    """The name an original came with, and its bytes piece by piece; in the worker only.

    Whoever calls has written down who looks and why. The pieces raise `SealBroken` when the file was changed or cut.
    """
    key = originals.opened(ref)
    return open_named(path_of(ORIGINALS, name).open("rb"), key, place=vault_place(ref))


def open_named(file: BinaryIO, key: bytes, *, place: str) -> tuple[str, Iterator[bytes]]:
    """Open what `_Named` sealed: the name, then the pieces of the file; closes the file at the end."""
    pieces = open_stream(file, key, place=place)
    try:
        first = next(pieces)
    except BaseException:
        file.close()
        raise
    end = _LENGTH_BYTES + int.from_bytes(first[:_LENGTH_BYTES], "big")

    def rest() -> Iterator[bytes]:
        with file:
            yield first[end:]
            yield from pieces

    return first[_LENGTH_BYTES:end].decode("utf-8", "replace"), rest()


def seal_named(name: str, pieces: Iterator[bytes], target: BinaryIO, key: bytes, *, place: str) -> None:
    """Seal a name and a file that comes in pieces under another key, as `open_named` opens it."""
    seal_stream(_Named(name, _Pieces(pieces)), target, key, place=place)  # type: ignore[arg-type]  # it only reads


class _Pieces(io.RawIOBase):
    """Pieces read as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def read(self, size: int = -1) -> bytes:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        part, self._left = (self._left[:size], self._left[size:]) if size >= 0 else (self._left, b"")
        return part


def _date_to_the_day(path: Path, day: date) -> None:
    """A file's date tells when an anonymous person sat at the telephone: it is set back to the beginning of the day."""
    start = datetime.combine(day, time(), get_default_timezone()).timestamp()
    os.utime(path, (start, start))
