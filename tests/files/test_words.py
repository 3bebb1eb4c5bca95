"""Everything a file says is read, in every place where a name can hide; what cannot be read in full says so."""

import csv
import io
import json
import zipfile
from email.message import EmailMessage

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml import parse_xml
from pikepdf import AttachedFileSpec, Dictionary, Name, String
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

from files.words import Unreadable, words_of

NAME = "慕容致远"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def blank() -> pikepdf.Pdf:
    made = pikepdf.new()
    made.add_blank_page()
    return made


def zipped(*entries, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in entries:
            packed.writestr(name, data)
        packed.comment = comment
    return out.getvalue()


# --- PDF -----------------------------------------------------------------------------------------------------


def pdf_docinfo(pdf):
    pdf.docinfo["/Author"] = NAME


def pdf_xmp(pdf):
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [NAME]


def pdf_annotation(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 1, 1], Contents=String(NAME))
    pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])


def pdf_attachment(pdf):
    pdf.attachments["a.txt"] = AttachedFileSpec(pdf, NAME.encode(), filename="a.txt")


def pdf_attachment_name(pdf):
    pdf.attachments[f"{NAME}.txt"] = AttachedFileSpec(pdf, b"x", filename=f"{NAME}.txt")


def pdf_outline(pdf):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(NAME, 0))


def pdf_field(pdf):
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("f"), V=String(NAME)))
    pdf.Root.AcroForm = Dictionary(Fields=[field])


def pdf_replacement_text(pdf):
    text = NAME.encode("utf-16-be").hex()
    pdf.pages[0].Contents = pdf.make_stream(f"/Span <</ActualText <FEFF{text}>>> BDC EMC".encode())


def pdf_script(pdf):
    script = pdf.make_stream(f"app.alert('{NAME}')".encode())
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=script)


def pdf_layer(pdf):
    pdf.Root.OCProperties = Dictionary(OCGs=[pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(NAME)))])


@pytest.mark.parametrize(
    "plant",
    [
        pdf_docinfo, pdf_xmp, pdf_annotation, pdf_attachment, pdf_attachment_name, pdf_outline, pdf_field,
        pdf_replacement_text, pdf_script, pdf_layer,
    ],
)  # fmt: skip
def test_a_pdf_is_read_wherever_it_can_say_something(plant):
    pdf = blank()
    assert NAME not in words_of(saved(pdf))
    plant(pdf)
    assert NAME in words_of(saved(pdf), "a.pdf")


@pytest.mark.parametrize("how", ["3 Tr", "1 1 1 rg", "/OC /Hidden BDC"])
def test_text_nobody_sees_is_text(how):
    pdf = blank()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(F1=font))
    end = " EMC" if "BDC" in how else ""
    pdf.pages[0].Contents = pdf.make_stream(
        f"BT {how} /F1 9 Tf 10 10 Td (Murong Zhiyuan) Tj{end} ET".encode()
    )
    assert "Murong Zhiyuan" in words_of(saved(pdf))


def test_the_face_of_an_annotation_is_read():
    pdf = blank()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    face = pdf.make_stream(
        b"BT /F1 9 Tf (Murong) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99]
    )
    face.Resources = Dictionary(Font=Dictionary(F1=font))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 1, 1], AP=Dictionary(N=face))
    pdf.pages[0].Annots = [pdf.make_indirect(note)]
    assert "Murong" in words_of(saved(pdf))


def test_a_version_that_was_only_written_over_is_read():
    first = blank()
    first.docinfo["/Author"] = NAME
    # A later save as editors make it: new objects appended, the old ones still in the file.
    later, out = PdfWriter(io.BytesIO(saved(first)), incremental=True), io.BytesIO()
    later.add_metadata({"/Author": "x"})
    later.write(out)
    with pikepdf.open(io.BytesIO(out.getvalue())) as seen:
        assert NAME not in str(seen.docinfo)
    assert NAME in words_of(out.getvalue())


def test_a_photograph_inside_a_pdf_is_read_as_the_camera_wrote_it():
    pdf = blank()
    picture = pdf.make_stream(b"")
    picture.write(photo(lambda exif: exif.__setitem__(0x013B, "Murong")), filter=Name.DCTDecode)
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 8, 8
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(I=picture))
    assert "Murong" in words_of(saved(pdf))


def test_a_locked_or_broken_pdf_is_unreadable():
    out = io.BytesIO()
    blank().save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    for data in (out.getvalue(), b"%PDF-1.7 nothing", saved(blank())[:200]):
        with pytest.raises(Unreadable):
            words_of(data)


# --- pictures ------------------------------------------------------------------------------------------------


def nothing(_exif):
    return None


def photo(plant, **more) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    plant(exif)
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (0x013B, NAME.encode()),
        (0x010E, NAME.encode("gb18030")),
        (0x9286, b"UNICODE\0" + NAME.encode("utf-16-le")),
        (0x9C9D, NAME.encode("utf-16-le") + b"\0\0"),
    ],
)
def test_every_tag_of_a_photograph_is_read(tag, value):
    def plant(exif):
        (exif.get_ifd(0x8769) if tag == 0x9286 else exif)[tag] = value

    assert NAME in words_of(photo(plant), "a.jpg")


def test_comment_and_what_hangs_on_behind_are_read():
    assert NAME in words_of(photo(nothing, comment=NAME.encode()))
    assert NAME in words_of(photo(nothing) + NAME.encode())
    with pytest.raises(Unreadable):
        words_of(photo(nothing) + zipped(("a.txt", NAME)))


def test_the_small_picture_inside_a_photograph_is_read():
    inner = photo(nothing, comment=NAME.encode())
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "x"
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif.tobytes() + inner)
    assert NAME in words_of(out.getvalue())


def test_text_of_a_png_is_read():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Author", NAME)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    assert NAME in words_of(out.getvalue())


def test_a_picture_cut_short_is_unreadable():
    with pytest.raises(Unreadable):
        words_of(photo(nothing)[:-40])


# --- office --------------------------------------------------------------------------------------------------


def doc_body(d):
    paragraph = d.add_paragraph()
    for part in NAME:  # a name spread over several runs
        paragraph.add_run(part)


def doc_author(d):
    d.core_properties.author = NAME


def doc_last_hand(d):
    d.core_properties.last_modified_by = NAME


def doc_header(d):
    d.sections[0].header.paragraphs[0].text = NAME


def doc_hidden(d):
    d.add_paragraph().add_run(NAME).font.hidden = True


def doc_deleted(d):
    run = parse_xml(f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>{NAME}</w:delText></w:r></w:del>')
    d.add_paragraph()._p.append(run)


def doc_hand_of_a_change(d):
    run = parse_xml(f'<w:ins {W} w:id="1" w:author="{NAME}"><w:r><w:t>x</w:t></w:r></w:ins>')
    d.add_paragraph()._p.append(run)


def doc_comment(d):
    d.add_comment(d.add_paragraph("x").runs, text=NAME, author="x", initials="x")


def doc_link(d):
    d.part.relate_to(f"https://example.cn/{NAME}", "http://x/hyperlink", is_external=True)


def doc_picture(d):
    d.add_picture(io.BytesIO(photo(nothing, comment=NAME.encode())))


@pytest.mark.parametrize(
    "plant",
    [
        doc_body, doc_author, doc_last_hand, doc_header, doc_hidden, doc_deleted, doc_hand_of_a_change, doc_comment,
        doc_link, doc_picture,
    ],
)  # fmt: skip
def test_a_document_is_read_wherever_it_can_say_something(plant):
    document = docx.Document()
    assert NAME not in words_of(saved(document))
    plant(document)
    assert NAME in words_of(saved(document), "a.docx")


def test_a_sheet_is_read_hidden_parts_and_comments_included():
    book = openpyxl.Workbook()
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["A1"] = NAME
    book.active["B2"].value = "x"
    book.active["B2"].comment = openpyxl.comments.Comment("李四光说", "王五岳")
    book.properties.creator = "赵六合"
    said = words_of(saved(book), "a.xlsx")
    assert all(name in said for name in (NAME, "李四光说", "王五岳", "赵六合"))


def test_xml_that_defines_things_of_its_own_is_unreadable():
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(Unreadable):
        words_of(zipped(("[Content_Types].xml", "<a/>"), ("word/document.xml", bomb)))


# --- what is packed, mail, text ---------------------------------------------------------------------------------


def test_an_archive_is_read_to_its_bottom():
    inner = zipped(("note.txt", NAME))
    assert NAME in words_of(zipped(("a.zip", zipped(("b.zip", inner)))))
    assert NAME in words_of(zipped((f"{NAME}.txt", "x")))
    assert NAME in words_of(zipped(("a.txt", "x"), comment=NAME.encode()))
    with pytest.raises(Unreadable):  # what stands before an archive makes it none
        words_of(NAME.encode() + zipped(("a.txt", "x")))


def test_what_is_packed_too_deep_too_large_or_locked_is_unreadable():
    deep = zipped(("x.txt", "x"))
    for _ in range(6):
        deep = zipped(("a.zip", deep))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", b"0" * (300 * 1024 * 1024))
    locked = bytearray(zipped(("a.txt", "x")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + at] |= 1
    for data in (deep, bomb.getvalue(), bytes(locked), zipped(("a.bin", b"\x00\x01\x02"))):
        with pytest.raises(Unreadable):
            words_of(data)


def test_a_letter_is_read_with_headers_and_what_hangs_on_it():
    letter = EmailMessage()
    letter["Subject"], letter["From"] = f"关于{NAME}", "a@example.cn"
    letter.set_content("李四光")
    letter.add_attachment(
        saved_doc("王五岳"), maintype="application", subtype="octet-stream", filename="赵六合.docx"
    )
    said = words_of(bytes(letter), "a.eml")
    assert all(name in said for name in (NAME, "李四光", "王五岳", "赵六合"))


def saved_doc(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    return saved(document)


def test_text_of_any_kind_is_read():
    rows = io.StringIO()
    csv.writer(rows).writerow(["a", NAME])
    for data, name in (
        (NAME.encode("gb18030"), "a.txt"),
        (b"\xff\xfe" + NAME.encode("utf-16-le"), "a.txt"),
        (rows.getvalue().encode(), "a.csv"),
        (json.dumps({"a": [NAME]}).encode(), "a.json"),
        ("BEGIN:VCALENDAR\r\nSUMMARY:慕容\r\n 致远".encode(), "a.ics"),
        ("<p>慕<b>容致</b>远</p>".encode(), "a.html"),
        (f"<p hidden title='{NAME}'>x</p>".encode(), "a.html"),
        ("<p>&#24917;容致远</p>".encode(), "a.html"),
    ):
        assert NAME in words_of(data, name), name
    assert NAME in words_of(b"x", f"{NAME}.txt")
    with pytest.raises(Unreadable):
        words_of(b"\x00\x01\x02\x03\xff", "a.bin")
