"""Sealing files of any size under a data key, piece by piece, so that no part of one can be cut, moved or swapped.

    suite byte | 16 bytes salt | 7 bytes nonce prefix | piece | piece | … | last piece

Each piece is up to 256 KiB of the file and 16 bytes of tag. The key is derived for this one file (HKDF with the salt),
the nonce is prefix, number of the piece and whether it is the last; the same, with the place, is authenticated with
every piece. So a piece opens only here, at its number, in this file; and a file that was cut has no last piece.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from identity import cipher, suites

PIECE_BYTES = 256 * 1024
SALT_BYTES, PREFIX_BYTES = 16, 7
HEADER_BYTES = 1 + SALT_BYTES + PREFIX_BYTES
_MOST_PIECES = 2**32


def seal_stream(source: BinaryIO, target: BinaryIO, data_key: bytes, *, place: str) -> int:
    """Seal all of `source` into `target` in the chosen suite; answers with the number of plain bytes.

    `place` binds the file to where it belongs, such as "mingcha/vault/1|evidence|E-…"; it must be given again to
    open it. Memory stays at two pieces whatever the size.
    """
    suite, salt, prefix = suites.chosen().stream, os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
    header = bytes([suite]) + salt + prefix
    made = cipher.aead(suite, data_key, info="stream", salt=salt)
    target.write(header)
    length = 0
    for number, piece, last in _numbered(source, PIECE_BYTES):
        target.write(made.encrypt(_nonce(prefix, number, last), piece, _bound(header, place, number, last)))
        length += len(piece)
    return length


def open_stream(source: BinaryIO, data_key: bytes, *, place: str) -> Iterator[bytes]:
    """Open a sealed file piece by piece; every piece handed over is genuine and in its order.

    Whether the file is whole is known only at the end: whoever writes pieces away must throw them away when this
    raises. Raises `SealBroken` for a file changed, cut, put together anew, of another place or another key.
    """
    header = _read(source, HEADER_BYTES)
    if len(header) < HEADER_BYTES or header[0] not in (cipher.AES256_STREAM, cipher.SM4_STREAM):
        raise cipher.SealBroken("未知的封存方式")
    taken = cipher.aead(header[0], data_key, info="stream", salt=header[1 : 1 + SALT_BYTES])
    prefix = header[1 + SALT_BYTES :]
    for number, piece, last in _numbered(source, PIECE_BYTES + cipher.TAG_BYTES):
        try:
            yield taken.decrypt(_nonce(prefix, number, last), piece, _bound(header, place, number, last))
        except cipher.BROKEN as broken:
            raise cipher.SealBroken("封存文件与其位置不符或已被改动") from broken


def open_whole(source: BinaryIO, target: BinaryIO, data_key: bytes, *, place: str) -> int:
    """Open a sealed file into `target`; answers with the number of plain bytes.

    What was written before a break is cut away again, so `target` must be a file that can be truncated.
    """
    began, length = target.tell(), 0
    try:
        for piece in open_stream(source, data_key, place=place):
            length += target.write(piece)
    except cipher.SealBroken:
        target.seek(began)
        target.truncate()
        raise
    return length


def _numbered(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """The pieces of a file with their numbers, and whether each is the last; an empty file is one empty piece."""
    number, piece = 0, _read(source, size)
    while True:
        following = _read(source, size) if len(piece) == size else b""
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following
        if number >= _MOST_PIECES:
            raise ValueError("文件过大")


def _read(source: BinaryIO, size: int) -> bytes:
    """Exactly `size` bytes, fewer at the end of the file only, however little a single read gives."""
    parts, missing = [], size
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _bound(header: bytes, place: str, number: int, last: bool) -> bytes:
    return header + number.to_bytes(4, "big") + bytes([last]) + place.encode()
