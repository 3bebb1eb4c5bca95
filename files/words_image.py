"""Everything a picture says beside its pixels: EXIF with its thumbnail, IPTC, XMP, text chunks, comments.

What is written into the pixels themselves is not read: that a picture shows nobody is for the eye of an officer.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

from files.words_told import Unreadable

Image.MAX_IMAGE_PIXELS = 80_000_000
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_SUB = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop, ExifTags.IFD.IFD1)
_CODES = {b"UNICODE\0", b"ASCII\0\0\0", b"JIS\0\0\0\0\0"}
_BYTE = 256
_ENDS = {b"\xff\xd8\xff": b"\xff\xd9", b"\x89PN": b"IEND\xaeB`\x82"}


def is_image(data: bytes) -> bool:
    """Whether the first bytes are those of a picture we can read."""
    return data.startswith(_BEGINNINGS) or (data.startswith(b"RIFF") and data[8:].startswith(b"WEBP"))


def words(data: bytes) -> Iterator[str | tuple[str, bytes]]:
    """Texts beside the picture, and pictures inside it as (name, bytes); raises for a picture that is broken."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data)) as picture:
            yield from _of_header(picture)
            for frame in range(getattr(picture, "n_frames", 1)):
                picture.seek(frame)
                picture.load()  # a picture cut short is not read in full; text chunks may stand behind the pixels
                yield from _of_info(picture.info)
            yield from _of_exif(picture.getexif(), bytes(picture.info.get("exif") or b""))
            for key, value in (IptcImagePlugin.getiptcinfo(picture) or {}).items():
                yield str(key)
                yield from _said(value)
            # APP segments and comments of a JPEG as they lie there, whoever wrote them.
            for _marker, segment in getattr(picture, "applist", []):
                yield from _said(segment)
    yield from _behind(data)


def _of_header(picture: Image.Image) -> Iterator[str]:
    yield from _of_info(picture.info)
    for value in getattr(picture, "text", {}).values():
        yield from _said(value)
    tags = getattr(picture, "tag_v2", None)
    if tags is not None:
        for value in dict(tags).values():
            yield from _said(value)


def _of_info(info: dict[Any, Any]) -> Iterator[str]:
    for key, value in info.items():
        if key in {"icc_profile", "exif"}:
            continue  # read tag by tag below; a colour profile is read as bytes
        yield str(key)
        yield from _said(value)
    if profile := info.get("icc_profile"):
        yield from _said(profile)


def _of_exif(exif: Image.Exif, raw: bytes) -> Iterator[str | tuple[str, bytes]]:
    # The segment as a whole for what no tag table names, and the small picture inside it as a picture.
    yield from _said(raw)
    start, end = raw.find(b"\xff\xd8\xff"), raw.rfind(b"\xff\xd9")
    if 0 <= start < end:
        yield "", raw[start : end + 2]
    for value in dict(exif).values():
        yield from _said(value)
    for ifd in _SUB:
        for value in exif.get_ifd(ifd).values():
            yield from _said(value)


def _said(value: Any) -> Iterator[str]:
    """A tag's value as text: bytes in each way they could be meant, collections one by one."""
    if isinstance(value, str):
        yield value
        # Tags of plain text are handed over byte by byte, whatever alphabet was meant.
        if not value.isascii() and all(ord(c) < _BYTE for c in value):
            yield from _meant(value.encode("latin-1"))
    elif isinstance(value, bytes):
        yield from _meant(value)
    elif isinstance(value, dict):
        yield from _said([*value, *value.values()])
    elif isinstance(value, list | tuple):
        if value and all(isinstance(part, int) and 0 <= part < _BYTE for part in value):
            yield from _meant(bytes(value))  # what Windows calls XPAuthor is written so
        for inner in value:
            yield from _said(inner)
    elif value is not None:
        yield str(value)


def _meant(data: bytes) -> Iterator[str]:
    bare = data[8:] if data[:8] in _CODES else data
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        yield bare.decode(encoding, "ignore").replace("\0", "")


def _behind(data: bytes) -> Iterator[str]:
    """What is hung on behind the end of the picture; a file hidden there is not read in full."""
    for beginning, end in _ENDS.items():
        if data.startswith(beginning):
            at = data.rfind(end)
            if at < 0:
                raise Unreadable("broken")
            yield from _said(data[at + len(end) :])
            if any(mark in data[at + len(end) :] for mark in (b"PK\x03\x04", b"%PDF-")):
                raise Unreadable("unknown kind")
