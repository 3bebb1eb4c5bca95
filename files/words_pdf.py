"""Everything a PDF says: text of every page and form whatever its colour, size or layer, and all its strings.

Two readers look at it. pypdf reads the text of the pages as it is drawn. pikepdf walks every object: metadata,
annotations, outlines, form fields, names, attachments, XMP, and earlier versions that were only written over.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from files.words_told import Unreadable

MOST_OBJECTS = 200_000
MOST_PAGES = 3_000
_REVISION = re.compile(rb"startxref\s+\d+\s+%%EOF\s*")
_WRITTEN_STREAMS = frozenset(
    {"/JS", "/XFA", "/RC", "/V"}
)  # streams that are text: scripts, forms, rich values
_TEXT_SHOWN = re.compile(rb"\b(?:Tj|TJ)\b")


def words(data: bytes) -> Iterator[str | tuple[str, bytes]]:
    """Texts, and attached files as (name, bytes); raises `Unreadable` for what is locked, and for broken ones."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        if opened.is_encrypted:
            raise Unreadable("encrypted")
        if len(opened.objects) > MOST_OBJECTS or len(opened.pages) > MOST_PAGES:
            raise Unreadable("too big")
        yield from _of_pages(data)
        yield from _of_forms(opened)
        yield from _marked(opened)
        for item in opened.objects:
            yield from _of_object(item)
        yield from _of_object(opened.trailer)
        with opened.open_metadata() as xmp:
            for key in xmp:
                yield f"{key} {xmp[key]}"
        for name, spec in opened.attachments.items():
            yield name
            yield str(spec.filename)
            yield str(spec.description or "")
            for attached in spec.get_all_filenames().values():
                yield str(attached)
            yield str(spec.filename), spec.get_file().read_bytes()
        yield from _attached_elsewhere(opened)
        yield from _pictures(opened)
    yield from _earlier(data)


def _of_pages(data: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(data)).pages:
        yield page.extract_text()


def _of_forms(opened: pikepdf.Pdf) -> Iterator[str]:
    """Text drawn by form objects and appearances of annotations, which no page's own text need contain."""
    drawn = [
        item
        for item in opened.objects
        if isinstance(item, pikepdf.Stream)
        and item.get("/Subtype") == "/Form"
        and _TEXT_SHOWN.search(item.read_bytes())
    ]
    if not drawn:
        return
    with pikepdf.new() as sheet:
        for item in drawn:
            blank = sheet.add_blank_page()
            form = sheet.copy_foreign(item)
            blank.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
            blank.Contents = sheet.make_stream(b"/Fm Do")
        made = io.BytesIO()
        sheet.save(made)
    for page in PdfReader(made).pages:
        yield page.extract_text()


def _of_object(item: Any) -> Iterator[str]:
    """The strings of one object, of what stands inside it, and of what a stream of data or metadata holds."""
    if isinstance(item, pikepdf.String):
        yield str(item)
        yield from _bytes_said(bytes(item))
    elif isinstance(item, pikepdf.Name):
        yield str(item)
    elif isinstance(item, pikepdf.Stream):
        yield from _of_dictionary(item.stream_dict)
        if item.get("/Type") in {"/Metadata"} or item.get("/Subtype") in {"/XML"}:
            yield from _bytes_said(item.read_bytes())
    elif isinstance(item, pikepdf.Dictionary):
        yield from _of_dictionary(item)
    elif isinstance(item, pikepdf.Array):
        for inner in item:
            if not _apart(inner):
                yield from _of_object(inner)


def _of_dictionary(found: Any) -> Iterator[str]:
    for key, inner in found.items():
        yield key
        if key in _WRITTEN_STREAMS:
            for part in inner if isinstance(inner, pikepdf.Array) else [inner]:
                if isinstance(part, pikepdf.Stream):
                    yield from _bytes_said(part.read_bytes())
        if not _apart(inner):
            yield from _of_object(inner)


def _apart(item: Any) -> bool:
    """Whether an object is numbered: then it comes by itself, and following it would go in circles."""
    return isinstance(item, pikepdf.Object) and item.is_indirect


def _bytes_said(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "gb18030"):
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue


def _attached_elsewhere(opened: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Files attached to an annotation or to nothing at all: every embedded file, by its type."""
    named = {
        spec.obj.EF.F.objgen
        for spec in opened.attachments.values()
        if "/EF" in spec.obj and "/F" in spec.obj.EF
    }
    for item in opened.objects:
        if (
            isinstance(item, pikepdf.Stream)
            and item.get("/Type") == "/EmbeddedFile"
            and item.objgen not in named
        ):
            yield "", item.read_bytes()


def _marked(opened: pikepdf.Pdf) -> Iterator[str]:
    """What is said about drawn text inside the page itself: replacement text and its like."""
    for page in opened.pages:
        for instruction in pikepdf.parse_content_stream(page, "BDC DP"):
            for operand in instruction.operands:
                yield from _of_object(operand)


def _pictures(opened: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Photographs as the camera wrote them, with all it wrote."""
    for item in opened.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
            raw = item.read_raw_bytes()
            if raw.startswith(b"\xff\xd8\xff"):
                yield "", raw


def _earlier(data: bytes) -> Iterator[str | tuple[str, bytes]]:
    """Versions that a later save only covered: each is a whole PDF at the front of the file."""
    ends = [found.end() for found in _REVISION.finditer(data)]
    for end in ends[:-1]:
        before = data[:end]
        try:
            with pikepdf.open(io.BytesIO(before)) as opened:
                for item in opened.objects:
                    yield from _of_object(item)
            yield from _of_pages(before)
        except (pikepdf.PdfError, PdfReadError):
            continue  # the first mark of a linearised file ends no version
    if ends and data[ends[-1] :].strip(b"\r\n\0 "):
        yield from _bytes_said(data[ends[-1] :])
