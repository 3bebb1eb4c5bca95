"""Every kind with a person planted in it: the sterile copy, made in the cage, shows the same and names nobody."""

import io
import zipfile
import zlib

import docx
import openpyxl
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from PIL import Image, ImageCms
from pypdf import PdfReader

from files import kinds, sandbox, sterile
from files.record import NotCleanable
from tests.files import making


def cleaned(code: str, data: bytes) -> tuple[bytes, dict[str, int], dict[str, int]]:
    with sandbox.make_sterile(code, io.BytesIO(data)) as made:
        return made.copy.read(), made.removed, made.flags


def unfolded(data: bytes) -> bytes:
    """Everything a file says once its own packing is undone: entries of a zip, streams of a PDF."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"".join(
                e.filename.encode() + e.extra + e.comment + packed.read(e) for e in packed.infolist()
            )
    if data.startswith(b"%PDF"):
        plain = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as paper:
            paper.save(plain, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.specialized)
        return plain.getvalue()
    return data


@pytest.mark.parametrize("code", making.MAKERS)
def test_the_person_is_in_the_original_and_not_in_the_copy(code: str) -> None:
    original = making.MAKERS[code]()
    if code != "text":
        assert any(mark in unfolded(original) for mark in making.marks()), "planted"
    copy, removed, _flags = cleaned(code, original)
    left = [mark for mark in making.marks() if mark in unfolded(copy)]
    assert left == []
    assert removed
    assert kinds.sniff(io.BytesIO(copy)).code == code


def test_every_kind_on_the_list_is_tried_or_is_said_to_have_no_reader() -> None:
    assert set(kinds.KINDS) - set(making.MAKERS) == {"heic", "ogg"}


def test_a_photograph_shows_the_same_upright_and_knows_nothing_else() -> None:
    copy, removed, _flags = cleaned("jpeg", making.jpeg())
    picture = Image.open(io.BytesIO(copy))
    assert picture.size == (60, 80), "the camera was held upright (orientation 6)"
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert {"camera_data", "place", "metadata", "comments", "trailing_data"} <= set(removed)


@pytest.mark.parametrize(("code", "mode"), [("png", "RGBA"), ("png", "P"), ("png", "1"), ("png", "I;16"), ("png", "LA"),
                                            ("jpeg", "CMYK"), ("jpeg", "L"), ("webp", "RGBA")])  # fmt: skip
def test_pictures_of_every_colour_come_through(code: str, mode: str) -> None:
    made = io.BytesIO()
    source = Image.new(mode, (20, 10)) if mode == "I;16" else making.dots(20, 10).convert(mode)
    source.save(made, code.upper())
    copy, _removed, _flags = cleaned(code, made.getvalue())
    assert Image.open(io.BytesIO(copy)).size == (20, 10)


def test_a_colour_profile_is_reckoned_in_and_left_behind() -> None:
    made, profile = io.BytesIO(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    making.dots().save(made, "JPEG", icc_profile=profile)
    copy, removed, _flags = cleaned("jpeg", made.getvalue())
    assert "icc_profile" not in Image.open(io.BytesIO(copy)).info
    assert removed["colour_profile"] == 1


def test_a_moving_picture_keeps_its_frames() -> None:
    copy, _removed, _flags = cleaned("gif", making.gif())
    assert Image.open(io.BytesIO(copy)).n_frames == 3


def test_a_pdf_shows_its_page_and_its_filled_field_and_nothing_runs() -> None:
    copy, removed, flags = cleaned("pdf", making.pdf())
    assert "seen" in PdfReader(io.BytesIO(copy)).pages[0].extract_text()
    with pikepdf.open(io.BytesIO(copy)) as paper:
        assert set(paper.Root.keys()) <= {"/Type", "/Pages", "/OCProperties", "/Lang", "/Version"}
        assert "/Annots" not in paper.pages[0].obj
        assert "/Info" not in paper.trailer
        (photo,) = [
            o for o in paper.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
        ]
        assert Image.open(io.BytesIO(photo.read_raw_bytes())).size == (80, 60)
    for code in (
        "active_content",
        "attached_files",
        "authors",
        "properties",
        "metadata",
        "pictures_data",
        "application_data",
    ):
        assert removed[code], code
    assert flags == {"hidden_layers": 1}


def test_the_number_of_a_pdf_is_made_anew() -> None:
    with pikepdf.open(io.BytesIO(making.pdf())) as before:
        old = bytes(before.trailer.ID[0])
    copy, _removed, _flags = cleaned("pdf", making.pdf())
    with pikepdf.open(io.BytesIO(copy)) as after:
        assert bytes(after.trailer.ID[0]) != old


def test_what_an_update_hid_in_a_pdf_is_not_carried_over() -> None:
    """An editor that "deletes" writes a new version behind the old one: the old words still stand in the file."""
    first = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.pages[0].Contents = paper.make_stream(f"% {making.LATIN}".encode())
        paper.save(first, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    old = first.getvalue()
    with pikepdf.open(io.BytesIO(old)) as paper:
        number, root, size = paper.pages[0].Contents.objgen[0], paper.Root.objgen[0], int(paper.trailer.Size)
    at = len(old)
    update = f"{number} 0 obj\n<< /Length 2 >>\nstream\nqQ\nendstream\nendobj\n".encode()
    table = f"xref\n{number} 1\n{at:010} 00000 n \ntrailer\n<< /Size {size} /Root {root} 0 R /Prev {old.rfind(b'xref', 0, old.rfind(b'startxref'))} >>\nstartxref\n{at + len(update)}\n%%EOF\n"
    whole = old + update + table.encode()
    assert making.LATIN.encode() in whole
    copy, removed, _flags = cleaned("pdf", whole)
    assert making.LATIN.encode() not in unfolded(copy)
    assert removed["older_versions"] == 1


def test_a_letter_opens_with_its_words_its_picture_and_its_changes_told_apart_without_names() -> None:
    copy, removed, flags = cleaned("docx", making.word())
    letter = docx.Document(io.BytesIO(copy))
    words = "\n".join(p.text for p in letter.paragraphs)
    assert "冷库里的肉改了生产日期" in words
    assert "链接" in words
    assert len(letter.inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(copy)) as packed:
        names = packed.namelist()
        body = packed.read("word/document.xml").decode()
        assert {e.date_time for e in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [
        n for n in names if n.startswith(("docProps", "customXml")) or "comments" in n or "people" in n
    ]
    assert "rsid" not in body
    assert "paraId" not in body
    assert 'author="1"' in body
    assert 'author="2"' in body
    assert "2026-11-02" not in body
    assert flags == {"hidden_text": 1, "tracked_changes": 2}
    assert {"authors", "comments", "properties", "edit_marks", "external_links", "dangerous_formulas"} <= set(
        removed
    )


def test_a_sheet_opens_with_its_values_and_harmless_formulas() -> None:
    copy, removed, flags = cleaned("xlsx", making.sheet())
    book = openpyxl.load_workbook(io.BytesIO(copy))
    page = book["Sheet"]
    assert (page["A1"].value, page["A2"].value, page["B2"].value) == ("单价", 12, "=A2*2")
    assert page["B1"].value is None
    assert page["A1"].comment is None
    assert book["隐藏"].sheet_state == "hidden"
    assert flags == {"hidden_sheets": 1, "hidden_rows": 1}
    assert {"comments", "dangerous_formulas", "external_links", "properties", "authors"} <= set(removed)


def test_slides_keep_their_words_and_say_that_one_is_hidden() -> None:
    copy, _removed, flags = cleaned("pptx", making.slides())
    with zipfile.ZipFile(io.BytesIO(copy)) as packed:
        assert "幻灯片上的话" in packed.read("ppt/slides/slide1.xml").decode()
        assert not [n for n in packed.namelist() if "comment" in n.lower() or "docProps" in n]
    assert flags == {"hidden_slides": 1}


def test_a_text_is_written_in_one_form() -> None:
    copy, removed, _flags = cleaned("text", making.text())
    assert copy.decode() == "冷库里的肉改了生产日期\n价格 12 元\n"
    assert removed == {"unseen_characters": 2}


def test_sounds_still_play_and_say_nothing() -> None:
    copy, _removed, _flags = cleaned("mp3", making.mp3())
    assert MP3(io.BytesIO(copy)).tags is None
    copy, _removed, _flags = cleaned("flac", making.flac())
    assert FLAC(io.BytesIO(copy)).tags is None


def test_a_film_keeps_every_byte_of_its_picture_in_its_place() -> None:
    original = making.film()
    copy, removed, _flags = cleaned("mp4", original)
    assert len(copy) == len(original)
    assert copy.index(b"mdat") == original.index(b"mdat")
    assert copy[copy.index(b"mdat") :] == original[original.index(b"mdat") :]
    assert {"place", "times", "metadata", "application_data"} <= set(removed)


def macros() -> bytes:
    return making._repacked(making.word(), lambda _n, d: d, **{"word/vbaProject.bin": b"x"})


def with_emf() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return (
            data.replace(b"media/image1.jpg", b"media/image1.emf")
            if name.endswith("document.xml.rels")
            else data
        )

    return making._repacked(making.word(), change, **{"word/media/image1.emf": b"\x01\x00\x00\x00"})


def bomb_of_dots() -> bytes:
    """A PNG of 30 000 by 30 000 dots in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = (30_000).to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


UNCLEAN = {
    "encrypted": ("pdf", lambda: making.pdf(password="x")),
    "macros": ("docx", macros),
    "unknown_picture": ("docx", with_emf),
    "beyond_limits": ("png", bomb_of_dots),
    "timed_metadata": ("mov", lambda: making.film(b"qt  ", b"meta")),
    "unknown_structure": ("mp4", lambda: making.film(fragment=True)),
    "no_reader": ("heic", lambda: making.box(b"ftyp", b"heic", bytes(4)) + bytes(64)),
    "broken": ("jpeg", lambda: making.jpeg()[:300]),
}


@pytest.mark.parametrize("reason", UNCLEAN)
def test_what_cannot_be_cleaned_says_why(reason: str) -> None:
    code, make = UNCLEAN[reason]
    assert kinds.sniff(io.BytesIO(make())).code == code
    with pytest.raises(NotCleanable) as refused:
        cleaned(code, make())
    assert refused.value.code == reason


@pytest.mark.parametrize("code", ["jpeg", "png", "gif", "webp", "pdf", "docx", "mp3", "flac", "wav", "mp4"])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_cleaned_or_said_to_be_unclean_and_never_names_anybody(
    code: str, at: float, junk: bytes
) -> None:
    data = bytearray(making.MAKERS[code]())
    place = int(at * (len(data) - 1))
    data[place : place + len(junk)] = junk
    out = io.BytesIO()
    try:
        sterile.clean(code, io.BytesIO(bytes(data)), out)
    except NotCleanable:
        return
    assert not [mark for mark in making.marks()[:4] if mark in out.getvalue()]
