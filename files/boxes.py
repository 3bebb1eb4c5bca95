"""Films and sounds in the MP4 and QuickTime container: what is no part of the playing is blanked where it stands.

Nothing is moved, because a film's index names places in the file: a box that tells of the place, the telephone or
its owner becomes an empty one of the same size. A film with a third kind of track (a telephone's track of places
beside picture and sound) cannot be cleaned that way and says so.
"""

from collections.abc import Iterator
from typing import BinaryIO

from files.record import NotCleanable, Record

_TOP = frozenset({b"ftyp", b"moov", b"mdat"})
_INSIDE = {
    b"moov": frozenset({b"mvhd", b"trak", b"iods"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia", b"tref", b"tapt"}),
    b"edts": frozenset({b"elst"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"}),
    b"dinf": frozenset({b"dref"}),
    b"stbl": frozenset(
        {
            b"stsd",
            b"stts",
            b"ctts",
            b"stss",
            b"stsc",
            b"stsz",
            b"stz2",
            b"stco",
            b"co64",
            b"sdtp",
            b"sgpd",
            b"sbgp",
        }
        | {b"cslg", b"stps", b"sdtp"}
    ),
}
_TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_BLANK = frozenset({b"free", b"skip", b"wide"})
_PLAYED = frozenset({b"vide", b"soun"})
_PLACES = frozenset({b"udta", b"meta", b"uuid"})


def clean(source: BinaryIO, target: BinaryIO, record: Record) -> None:
    """Blank every box that is not needed to play; raises `NotCleanable` for fragments, other tracks, broken boxes."""
    film = bytearray(source.read())
    seen = [name for name, _at, _start, _end in _boxes(film, 0, len(film))]
    if not seen or seen[0] != b"ftyp" or seen.count(b"moov") != 1 or b"mdat" not in seen:
        raise NotCleanable("unknown_structure")
    for name, at, start, end in _boxes(film, 0, len(film)):
        if name not in _TOP:
            _blank(film, (name, at, start, end), record)
        elif name == b"moov":
            _walk(film, name, start, end, record)
    target.write(film)


def _boxes(film: bytearray, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Every box between two places: its name, where it begins, where its inside begins, where it ends."""
    while at < end:
        size, name, start = int.from_bytes(film[at : at + 4], "big"), bytes(film[at + 4 : at + 8]), at + 8
        if size == 1:
            size, start = int.from_bytes(film[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < start - at or at + size > end or len(name) < 4:
            raise NotCleanable("broken")
        yield name, at, start, at + size
        at += size


def _walk(film: bytearray, parent: bytes, start: int, end: int, record: Record) -> None:
    for name, at, inside, stop in _boxes(film, start, end):
        if name == b"mvex":
            raise NotCleanable("unknown_structure")
        if name not in _INSIDE[parent]:
            _blank(film, (name, at, inside, stop), record)
        elif name in _INSIDE:
            _walk(film, name, inside, stop, record)
        elif name in _TIMED:
            _forget_when(film, inside, record)
        elif name == b"hdlr":
            _track_kind(film, parent, inside, stop, record)


def _blank(film: bytearray, box: tuple[bytes, int, int, int], record: Record) -> None:
    name, at, start, end = box
    if name not in _BLANK or any(film[start:end]):
        record.removed("metadata" if name in _PLACES else "other_parts")
        if name in _PLACES and any(
            mark in film[start:end] for mark in (b"\xa9xyz", b"location", b"loci", b"gps")
        ):
            record.removed("place")
    film[at + 4 : at + 8] = b"free"
    film[start:end] = bytes(end - start)


def _forget_when(film: bytearray, start: int, record: Record) -> None:
    """Zero the moments of making and changing; version 1 writes them twice as wide."""
    width = 16 if film[start] == 1 else 8
    if any(film[start + 4 : start + 4 + width]):
        record.removed("times")
    film[start + 4 : start + 4 + width] = bytes(width)


def _track_kind(film: bytearray, parent: bytes, start: int, end: int, record: Record) -> None:
    """A track plays picture or sound; the free text of its name ("Core Media Video", a telephone's name) goes."""
    if parent == b"mdia" and bytes(film[start + 8 : start + 12]) not in _PLAYED:
        raise NotCleanable("timed_metadata")
    if any(film[start + 24 : end]):
        record.removed("application_data")
    film[start + 24 : end] = bytes(max(end - start - 24, 0))
