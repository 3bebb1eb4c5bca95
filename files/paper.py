"""A PDF written anew: its pages as they are seen, and nothing that runs, is attached, or tells who made it."""

import io
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from files import limits
from files.pictures import bare_jpeg
from files.record import NotCleanable, Record

_ROOT_KEPT = frozenset({"/Type", "/Pages", "/Lang", "/OCProperties", "/Version", "/PageLayout"})
_PAGE_KEPT = frozenset(
    {
        "/Type",
        "/Parent",
        "/Resources",
        "/Contents",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
    }
    | {"/Rotate", "/UserUnit", "/Group"}
)
_TREE_KEPT = frozenset(
    {"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
)
_ROOT_GONE = {
    "/Metadata": "metadata",
    "/OpenAction": "active_content",
    "/AA": "active_content",
    "/URI": "active_content",
    "/AcroForm": "form_fields",
    "/Names": "attached_files",
    "/AF": "attached_files",
    "/Collection": "attached_files",
    "/PieceInfo": "application_data",
    "/Outlines": "other_parts",
}
# What any object of the file may carry, and must not: what was said of it, what runs, what is attached.
_ANYWHERE = {
    "/Metadata": "metadata",
    "/PieceInfo": "application_data",
    "/LastModified": "times",
    "/AA": "active_content",
    "/JS": "active_content",
    "/OpenAction": "active_content",
    "/EF": "attached_files",
    "/AF": "attached_files",
    "/Ref": "external_links",
    "/OPI": "external_links",
    "/Alternates": "pictures_data",
    "/Thumb": "preview",
}
_FORBIDDEN_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/URI",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
    }
)


def clean(source: BinaryIO, target: BinaryIO, record: Record) -> None:
    """Write the pages into a new file; raises `NotCleanable` for a broken, locked or oversized one.

    Annotations and filled-in fields are painted into their pages where they are visible, and then taken out with
    their authors. Earlier versions that an editor left in the file go, because only what is reachable is written.
    """
    _count_older(source, record)
    try:
        with pikepdf.open(source, attempt_recovery=True, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                record.removed("encryption")
            if len(pdf.pages) > limits.MOST_PAGES:
                raise NotCleanable("beyond_limits")
            _flatten(pdf, record)
            _strip_root(pdf, record)
            _strip_pages(pdf, record)
            _strip_objects(pdf, record)
            made = io.BytesIO()
            pdf.save(
                made,
                encryption=False,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                recompress_flate=False,
            )
    except pikepdf.PasswordError:
        raise NotCleanable("encrypted") from None
    _look_again(made)
    target.write(made.getvalue())


def _count_older(source: BinaryIO, record: Record) -> None:
    whole = source.read()
    source.seek(0)
    record.removed(
        "older_versions", max(whole.count(b"startxref") - 1, 0) if b"/Linearized" not in whole[:2048] else 0
    )
    end = whole.rfind(b"%%EOF")
    if end >= 0 and whole[end + 5 :].strip(b"\r\n \x00"):
        record.removed("trailing_data")


def _flatten(pdf: Pdf, record: Record) -> None:
    """Paint what annotations and fields show into the page, so that nothing visible is lost with them."""
    notes = 0
    for page in pdf.pages:
        for note in page.obj.get("/Annots", Array()):
            if not isinstance(note, Dictionary):
                continue
            notes += 1
            if "/T" in note and note.get("/Subtype") != Name.Widget:
                record.removed("authors")
            if _acts(note):
                record.removed("active_content")
    record.removed("notes_on_pages", notes)
    if notes:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")


def _acts(note: Dictionary) -> bool:
    action = note.get("/A")
    return "/AA" in note or (
        isinstance(action, Dictionary) and str(action.get("/S", "")) in _FORBIDDEN_ACTIONS - {"/URI"}
    )


def _strip_root(pdf: Pdf, record: Record) -> None:
    root = pdf.Root
    for key in list(root.keys()):
        if key not in _ROOT_KEPT:
            record.removed(_ROOT_GONE.get(key, "other_parts"))
            del root[key]
    if "/OCProperties" in root:
        layers = root.OCProperties
        off = layers.get("/D", Dictionary()).get("/OFF", Array())
        record.flag("hidden_layers", max(len(off), 1))
        for key in list(layers.keys()):
            if key not in {"/OCGs", "/D"}:
                del layers[key]
    if len(pdf.docinfo.keys()):
        record.removed("properties", len(pdf.docinfo.keys()))
    for key in list(pdf.trailer.keys()):
        if key not in {"/Root", "/Size"}:
            del pdf.trailer[key]


def _strip_pages(pdf: Pdf, record: Record) -> None:
    for page in pdf.pages:
        _only(page.obj, _PAGE_KEPT, record)
        parent, depth = page.obj.get("/Parent"), 0
        while isinstance(parent, Dictionary) and depth < 50:
            _only(parent, _TREE_KEPT, record)
            parent, depth = parent.get("/Parent"), depth + 1


def _only(holder: Dictionary, kept: frozenset[str], record: Record) -> None:
    for key in list(holder.keys()):
        if key not in kept:
            if key != "/Annots":
                record.removed(_ANYWHERE.get(key, "other_parts"))
            del holder[key]


def _strip_objects(pdf: Pdf, record: Record) -> None:
    for thing in pdf.objects:
        _strip(thing, record, 0)
        if isinstance(thing, Stream):
            _strip_picture(thing, record)


def _strip(thing: Object | object, record: Record, depth: int) -> None:
    """Take from one object, and from what stands directly in it, everything no page needs to be seen."""
    if depth > 40:
        raise NotCleanable("unknown_structure")
    if isinstance(thing, Dictionary | Stream):
        for key in list(thing.keys()):
            if key in _ANYWHERE and not (key == "/Ref" and "/Subtype" not in thing):
                record.removed(_ANYWHERE[key])
                del thing[key]
            elif isinstance(thing, Dictionary | Stream):
                _strip_below(thing.get(key), record, depth)
    elif isinstance(thing, Array):
        for each in list(thing):
            _strip_below(each, record, depth)


def _strip_below(value: object, record: Record, depth: int) -> None:
    if isinstance(value, Dictionary | Array) and not value.is_indirect:
        _strip(value, record, depth + 1)


def _strip_picture(stream: Stream, record: Record) -> None:
    """A photograph inside a PDF brings along what its camera wrote: the segments are taken out, the dots stay."""
    filters = stream.get("/Filter")
    names = [str(f) for f in filters] if isinstance(filters, Array) else [str(filters)]
    if "/JPXDecode" in names:
        raw = stream.read_raw_bytes()
        if b"uuid" in raw or b"xml " in raw:
            raise NotCleanable("unknown_picture")
    if names[-1] != "/DCTDecode":
        return
    if len(names) > 1:
        raise NotCleanable("unknown_picture")
    bare, gone = bare_jpeg(stream.read_raw_bytes())
    if gone:
        record.removed("pictures_data", gone)
        stream.write(bare, filter=Name.DCTDecode)


def _look_again(made: io.BytesIO) -> None:
    """Open what was written and look for what must not be in it; the copy is thrown away if anything is."""
    with pikepdf.open(made) as pdf:
        if len(pdf.docinfo.keys()) or set(pdf.Root.keys()) - _ROOT_KEPT:
            raise NotCleanable("not_verified")
        for thing in pdf.objects:
            if isinstance(thing, Dictionary | Stream) and (
                set(thing.keys()) & (set(_ANYWHERE) - {"/Ref"})
                or str(thing.get("/S", "")) in _FORBIDDEN_ACTIONS
            ):
                raise NotCleanable("not_verified")
    made.seek(0)
