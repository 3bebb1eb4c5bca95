"""How much a file may be: sizes, what a zip may unfold to, how many dots a picture may have."""

import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

MEBI = 1024 * 1024
MOST_TEXT = 4 * MEBI
MOST_ENTRIES = 4000
MOST_UNPACKED = 300 * MEBI
MOST_RATIO = 200
"""Unpacked to packed bytes of one entry; a real sheet of equal rows reaches about 60."""
SMALL = MEBI
"""Below this an entry may be packed as tightly as it likes: it is no bomb."""
MOST_DOTS = 110_000_000
"""Dots of a picture, all frames together: the largest cameras of telephones stay below."""
MOST_FRAMES = 300
MOST_PAGES = 3000
LONGEST_PART = 240

REASONS = (
    "zip_broken",
    "zip_encrypted",
    "zip_entries",
    "zip_bomb",
    "zip_path",
    "zip_link",
    "zip_nested",
    "zip_method",
)

_NESTED = re.compile(r"\.(zip|7z|rar|gz|tgz|bz2|xz|tar|jar|cab|iso)$", re.IGNORECASE)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1 | 0x40
_UNIX = 3


class Refused(ValueError):
    """A file that is not taken; `code` names the reason, `detail` a number or an ending, never a name."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code} {detail}".strip())


def check_zip(file: BinaryIO) -> None:
    """Hold a zip against the limits before anything is unpacked; raises `Refused` with what is wrong.

    Read from the directory alone, then every entry is unpacked once into nothing, because a directory can lie
    about sizes. Leaves the file at its beginning.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Refused("zip_entries")
            if entries and min(entry.header_offset for entry in entries) != 0:
                raise Refused("zip_broken")  # something stands in front of the zip
            if packed.comment:
                raise Refused("zip_broken")
            for entry in entries:
                _check_entry(entry)
            if len({entry.filename.casefold() for entry in entries}) != len(entries):
                raise Refused("zip_path")  # two entries of one name: two readers would see two files
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Refused("zip_bomb")
            _unpack_into_nothing(packed, entries)
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        OverflowError,
    ) as broken:
        raise Refused("zip_broken") from broken
    finally:
        file.seek(0)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = PurePosixPath(name).parts
    # zipfile cuts a name at a null byte; what it was before is in orig_filename.
    if entry.orig_filename != name or len(name) > LONGEST_PART or not name.isprintable():
        raise Refused("zip_path")
    if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in parts:
        raise Refused("zip_path")
    if entry.create_system == _UNIX and stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("zip_link")
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("zip_encrypted")
    if entry.compress_type not in _METHODS:
        raise Refused("zip_method")
    if _NESTED.search(name):
        raise Refused("zip_nested")
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise Refused("zip_bomb")


def _unpack_into_nothing(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    total = 0
    for entry in entries:
        with packed.open(entry) as opened:
            if opened.read(4) == b"PK\x03\x04" and not entry.filename.lower().endswith(
                (".docx", ".xlsx", ".pptx")
            ):
                raise Refused("zip_nested")
            while chunk := opened.read(256 * 1024):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    raise Refused("zip_bomb")
