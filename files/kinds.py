"""What a file is: by its first bytes and its inside, held against the name it came with.

An allow-list. What is not on it, what calls itself something else, and what is two kinds at once is refused.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import filetype

from files import limits, plain
from files.limits import Refused

PICTURE, PAPER, OFFICE, TEXT, SOUND, FILM = "picture", "paper", "office", "text", "sound", "film"
HEAD = 8192
"""How many first bytes are looked at."""


@dataclass(frozen=True)
class Kind:
    """One kind of file on the list: its code, what it is served as, its endings (the first is ours) and its family."""

    code: str
    mime: str
    endings: tuple[str, ...]
    family: str

    @property
    def ending(self) -> str:
        return self.endings[0]


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.code: kind
    for kind in (
        Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), PICTURE),
        Kind("png", "image/png", ("png",), PICTURE),
        Kind("webp", "image/webp", ("webp",), PICTURE),
        Kind("gif", "image/gif", ("gif",), PICTURE),
        Kind("heic", "image/heic", ("heic", "heif"), PICTURE),
        Kind("pdf", "application/pdf", ("pdf",), PAPER),
        Kind("docx", _OPEN_XML + "wordprocessingml.document", ("docx",), OFFICE),
        Kind("xlsx", _OPEN_XML + "spreadsheetml.sheet", ("xlsx",), OFFICE),
        Kind("pptx", _OPEN_XML + "presentationml.presentation", ("pptx",), OFFICE),
        Kind("text", "text/plain", ("txt", "csv", "md", "log"), TEXT),
        Kind("mp3", "audio/mpeg", ("mp3",), SOUND),
        Kind("m4a", "audio/mp4", ("m4a",), SOUND),
        Kind("wav", "audio/wav", ("wav",), SOUND),
        Kind("ogg", "audio/ogg", ("ogg", "oga", "opus"), SOUND),
        Kind("flac", "audio/flac", ("flac",), SOUND),
        Kind("mp4", "video/mp4", ("mp4", "m4v"), FILM),
        Kind("mov", "video/quicktime", ("mov", "qt"), FILM),
    )
}
"""Every kind that is taken, by its code."""

REASONS = (
    "empty",
    "too_large",
    "unknown_kind",
    "program",
    "page",
    "archive",
    "old_office",
    "name_contradicts",
    "two_kinds",
    *limits.REASONS,
)

# What the detector calls them; the container of films and sounds is told apart by its brand.
_BY_MIME = {
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/apng": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/x-flac": "flac",
    "audio/flac": "flac",
}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif"})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
_FILM_BRANDS = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
        b"MSNV",
        b"dash",
        b"3gp4",
    }
    | {b"3gp5", b"3gp6", b"mmp4"}
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa\xcf",
    b"#!",
    b"dex\n",
    b"!<arch>",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_ARCHIVES = (
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"(\xb5/\xfd",
    b"MSCF",
    b"ITSF",
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and a 2007 file behind a password
# What a browser or another reader would run, whatever its name says.
_PAGE = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|form|meta|link|style|img|\?xml|\?php|%|x:|xsl:)",
    re.IGNORECASE,
)
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OFFICE_MAIN = {
    "word/document.xml": "wordprocessingml.",
    "xl/workbook.xml": "spreadsheetml.",
    "ppt/presentation.xml": "presentationml.",
}
LONGEST_ENDING = 10


def ending_of(name: str) -> str:
    """The ending of a name, in small letters and without the dot; empty when there is none."""
    last = PurePosixPath(name.replace("\\", "/").replace("\x00", "/")).name
    stem, dot, ending = last.rpartition(".")
    return ending.strip().casefold() if dot and stem else ""


def sniff(file: BinaryIO, declared_name: str = "") -> Kind:
    """Which kind a file is; raises `Refused` for one that is not on the list, contradicts its name, or is two kinds.

    Reads a seekable file and leaves it at its beginning. A name without an ending claims nothing.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        kind = _by_bytes(file, head)
    finally:
        file.seek(0)
    _one_kind_only(file, head, kind)
    ending = ending_of(declared_name)
    if ending and ending not in kind.endings:
        # A long "ending" is the end of a sentence and might be somebody's name: it is not repeated.
        raise Refused(
            "name_contradicts", ending if len(ending) <= LONGEST_ENDING and ending.isascii() else ""
        )
    return kind


def _by_bytes(file: BinaryIO, head: bytes) -> Kind:
    if not head:
        raise Refused("empty")
    _refused_outright(head)
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    if head.startswith(b"%PDF-"):
        return KINDS["pdf"]
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    guessed = filetype.guess(head)
    if guessed is not None and guessed.mime in _BY_MIME:
        return KINDS[_BY_MIME[guessed.mime]]
    return _text(file, head)


def _refused_outright(head: bytes) -> None:
    if head.startswith(_PROGRAMS):
        raise Refused("program")
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise Refused("archive")
    if head.startswith((_COMPOUND, b"{\\rtf")):
        raise Refused("old_office")


def _by_brand(head: bytes) -> Kind:
    """Films, sounds and pictures of one container, told apart by the brand it names first."""
    brand = head[8:12]
    if brand in _HEIF_BRANDS:
        return KINDS["heic"]
    if brand in _SOUND_BRANDS:
        return KINDS["m4a"]
    if brand == b"qt  ":
        return KINDS["mov"]
    if brand in _FILM_BRANDS:
        return KINDS["mp4"]
    raise Refused("unknown_kind")


def _office(file: BinaryIO) -> Kind:
    """Which kind of Office file a zip is; any other zip is an archive, and a broken one is said to be broken."""
    limits.check_zip(file)
    with zipfile.ZipFile(file) as packed:
        names = set(packed.namelist())
        found = [part for part in _OFFICE_PARTS if part in names]
        if "[Content_Types].xml" not in names or not found:
            raise Refused("archive")
        if len(found) > 1:
            raise Refused("two_kinds")
        types = packed.read("[Content_Types].xml")
    if _OFFICE_MAIN[found[0]].encode() not in types and b"macroEnabled" not in types:
        raise Refused("unknown_kind")
    return KINDS[_OFFICE_PARTS[found[0]]]


def _text(file: BinaryIO, head: bytes) -> Kind:
    file.seek(0)
    whole = file.read(limits.MOST_TEXT + 1)
    if len(whole) > limits.MOST_TEXT or not plain.is_text(whole):
        raise Refused("unknown_kind")
    # UTF-16 hides an opening bracket from a look at the bytes.
    if _PAGE.search(plain.decoded(whole)[:HEAD].encode("utf-8", "replace")) or _PAGE.search(head):
        raise Refused("page")
    if whole.lstrip()[:9].upper().startswith((b"MIME-VERS", b"[INTERNET")):
        raise Refused("page")
    return KINDS["text"]


def _one_kind_only(file: BinaryIO, head: bytes, kind: Kind) -> None:
    """Refuse a file that another reader would take for another kind: a PDF or a zip inside or behind it."""
    if kind.code != "pdf" and b"%PDF-" in head[:1024]:
        raise Refused("two_kinds")
    if kind.family not in (TEXT, OFFICE) and _PAGE.match(head[:256].lstrip(b"\xff\xfe\x00 ")):
        raise Refused("two_kinds")
    if kind.family != OFFICE and _reads_as_zip(file):
        raise Refused("two_kinds")


def _reads_as_zip(file: BinaryIO) -> bool:
    try:
        if not zipfile.is_zipfile(file):
            return False
        with zipfile.ZipFile(file) as packed:
            return bool(packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    finally:
        file.seek(0)
