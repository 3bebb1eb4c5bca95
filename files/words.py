"""Everything a file says: what a reader sees, and what travels with it unseen (metadata, comments, hidden parts).

Asked by the leak guard before anything leaves. What cannot be read in full raises `Unreadable`: then it stays in. The
kind is told by the first bytes and the structure, the name only where bytes cannot tell (csv, json, text).
"""

import email
import email.policy
import html.parser
import io
import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

from files import words_image, words_office, words_pdf
from files.words_escaped import unescaped
from files.words_told import LONGEST, Unreadable

MOST_BYTES = 64 * 1024 * 1024
MOST_DEEP = 4
MOST_ENTRIES = 2_000
MOST_UNPACKED = 256 * 1024 * 1024

_LOCAL_HEADER, _END_RECORD = 30, 22  # bytes
_HEAD = 64 * 1024
_HEADERS = ("received:", "from:", "message-id:", "mime-version:", "content-type:", "return-path:", "subject:")

__all__ = ["Unreadable", "words_of"]


@dataclass
class _Budget:
    """What is left of the work one file may cause, shared by everything packed inside it."""

    left: int = MOST_UNPACKED
    entries: int = MOST_ENTRIES
    deep: int = field(default=0)

    def spend(self, size: int) -> None:
        self.left -= size
        self.entries -= 1
        if self.left < 0 or self.entries < 0:
            raise Unreadable("too big")


def words_of(data: bytes, name: str = "") -> str:
    """All text a file holds, its name among it, one piece a line; order and repetition mean nothing.

    Raises `Unreadable` for what is encrypted, broken, of an unknown kind, too big, or packed too deep. The reason is a
    word of ours and never holds a piece of the file.
    """
    try:
        return "\n".join(_limited(_words(data, name, _Budget())))
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable("too deep") from None
    except Exception as failure:  # noqa: BLE001  # whatever a reader of ours trips over, the file was not read in full
        raise Unreadable(type(failure).__name__) from None


def _limited(pieces: Iterator[str]) -> Iterator[str]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > LONGEST:
            raise Unreadable("too big")
        yield piece
        yield from unescaped(piece)


def _words(data: bytes, name: str, budget: _Budget) -> Iterator[str]:
    if budget.deep > MOST_DEEP:
        raise Unreadable("too deep")
    if len(data) > MOST_BYTES:
        raise Unreadable("too big")
    budget.spend(len(data))
    if name:
        yield name
    if not data:
        return
    if data.lstrip().startswith(b"%PDF-"):
        yield from _with_inner(words_pdf.words(data), budget)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _packed(data, budget)
    elif words_image.is_image(data):
        yield from _with_inner(words_image.words(data), budget)
    else:
        yield from _plain(data, name, budget)


def _with_inner(pieces: Iterator[str | tuple[str, bytes]], budget: _Budget) -> Iterator[str]:
    """Pieces of text as they are; files found inside are read like files of their own."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield from _inside(piece[1], piece[0], budget)


def _inside(data: bytes, name: str, budget: _Budget) -> Iterator[str]:
    budget.deep += 1
    yield from _words(data, name, budget)
    budget.deep -= 1


def _packed(data: bytes, budget: _Budget) -> Iterator[str]:
    """A zip: office file or archive. Every entry is read, and its name, comment and extra field are words too."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
        if len(entries) > budget.entries:
            raise Unreadable("too big")
        if sum(entry.file_size for entry in entries) > budget.left:
            raise Unreadable("too big")
        yield _decoded(packed.comment)
        office = "[Content_Types].xml" in packed.namelist()
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise Unreadable("encrypted")
            yield entry.filename
            yield _decoded(entry.comment)
            yield _decoded(entry.extra)
            if entry.is_dir():
                continue
            inner = _unpacked(packed, entry, budget)
            if office and words_office.is_part(entry.filename):
                budget.spend(len(inner))
                yield from words_office.words(inner)
            else:
                yield from _inside(inner, entry.filename, budget)
        # Bytes that belong to no entry would be carried along unread.
        yield from _between(data, packed)


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> bytes:
    with packed.open(entry) as opened:
        inner = opened.read(min(budget.left, MOST_BYTES) + 1)
    if len(inner) > min(budget.left, MOST_BYTES):
        raise Unreadable("too big")
    return inner


def _between(data: bytes, packed: zipfile.ZipFile) -> Iterator[str]:
    """What belongs to no entry: before the first, between two, behind the end; and the names that stand twice."""
    at = 0
    for entry in sorted(packed.infolist(), key=lambda entry: entry.header_offset):
        yield from _loose(data[at : entry.header_offset])
        start = entry.header_offset + _LOCAL_HEADER
        named, more = struct.unpack("<HH", data[start - 4 : start])
        yield _decoded(data[start : start + named])
        yield _decoded(data[start + named : start + named + more])
        at = start + named + more + entry.compress_size
        if entry.flag_bits & 0x8:  # sizes follow, with or without their mark
            at += 16 if data[at : at + 4] == b"PK\x07\x08" else 12
    yield from _loose(data[at : packed.start_dir])
    end = data.rfind(b"PK\x05\x06")
    yield from _loose(data[end + _END_RECORD + int.from_bytes(data[end + 20 : end + 22], "little") :])


def _loose(data: bytes) -> Iterator[str]:
    """Bytes between the entries of a zip, if they are text; anything else there is not read in full."""
    bare = data.strip(b"\0\r\n ")
    if bare:
        if _text(bare) is None:
            raise Unreadable("unknown kind")
        yield _decoded(bare)


def _plain(data: bytes, name: str, budget: _Budget) -> Iterator[str]:
    """Text of some kind, or nothing we know: then it is not let out."""
    ending = name.rpartition(".")[2].lower()
    said = _text(data)
    if said is None or said.lstrip().startswith("{\\rtf"):
        raise Unreadable("unknown kind")
    # As it stands before all else: what begins like a mail need not be one, and holds more than its parts.
    yield said
    # Folded lines of a calendar or card are one value.
    if "BEGIN:V" in said:
        yield said.replace("\r\n ", "").replace("\n ", "")
    if ending == "json" or said.lstrip()[:1] in {"{", "["}:
        yield from _json(said)
    if "<" in said and ">" in said:
        yield _unmarked(said)
    if ending == "eml" or _begins_like_a_letter(said):
        yield from _letter(data, budget)


def _begins_like_a_letter(said: str) -> bool:
    head = said[:_HEAD].lower()
    return head.lstrip().startswith(_HEADERS) or "content-transfer-encoding:" in head


def _text(data: bytes) -> str | None:
    """The bytes as text, or None where they are none."""
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        if encoding == "utf-16" and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            said = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(1 for c in said if c < " " and c not in "\r\n\t\f")
        return said if not strange else None
    return None


def _json(said: str) -> Iterator[str]:
    """Names and values of JSON, so that an escaped character is read as what it is."""
    try:
        value = json.loads(said)
    except ValueError:
        return

    def walk(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            for key, inner in part.items():
                yield str(key)
                yield from walk(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from walk(inner)
        elif isinstance(part, str):
            yield part
        elif part is not None:
            yield str(part)

    yield from walk(value)


class _Unmarked(html.parser.HTMLParser):
    """Text, attributes and comments of a page: what is written small or hidden is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.beside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.beside += [value for _name, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)


def _unmarked(said: str) -> str:
    page = _Unmarked()
    page.feed(said)
    page.close()
    return "".join(page.text) + "\n" + "\n".join(page.beside)


def _letter(data: bytes, budget: _Budget) -> Iterator[str]:
    """A mail: every header decoded, every part read like a file."""
    letter = email.message_from_bytes(data, policy=email.policy.default)
    for part in letter.walk():
        for name, value in part.items():
            yield f"{name}: {value}"
        if part.is_multipart() or not isinstance(part, EmailMessage):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            if part.get_content_maintype() == "text":
                said = content.decode(part.get_content_charset() or "utf-8", errors="strict")
                yield said
                if part.get_content_subtype() == "html":
                    yield _unmarked(said)
            else:
                yield from _inside(content, part.get_filename() or "", budget)


def _decoded(data: bytes) -> str:
    """Bytes of a field that should be text: each way it could be read, one a line."""
    if not data:
        return ""
    return "\n".join(
        dict.fromkeys(data.decode(encoding, "ignore") for encoding in ("utf-8", "gb18030", "utf-16-le"))
    )
