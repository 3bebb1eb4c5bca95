"""Files as people send them, each with the same planted person in every place its kind has for one."""

import io
import struct
import wave
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pikepdf
from mutagen.id3 import COMM, ID3, TPE1
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, PngImagePlugin

PERSON = "慕容致远"
LATIN = "murong.zhiyuan"
PLACE = "38.906412"
PLANTED = (PERSON, LATIN, PLACE)


def marks() -> list[bytes]:
    """The planted words as bytes, in every coding a file might keep them in."""
    return [w.encode(coding) for w in PLANTED for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]


def dots(width: int = 80, height: int = 60) -> Image.Image:
    picture = Image.new("RGB", (width, height))
    picture.putdata([(x * 3 % 256, y * 4 % 256, (x + y) % 256) for y in range(height) for x in range(width)])
    return picture


def exif() -> Image.Exif:
    told = Image.Exif()
    told[0x010F], told[0x013B], told[0x8298], told[0x0112] = LATIN, PERSON, PERSON, 6
    told.get_ifd(0x8825).update(
        {1: "N", 2: (38.0, 54.0, 23.08), 3: "E", 4: (106.0, 32.0, 1.0), 27: PLACE.encode()}
    )
    return told


XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{PERSON} {LATIN}</dc:creator></x:xmpmeta>'.encode()


def jpeg() -> bytes:
    made = io.BytesIO()
    dots().save(made, "JPEG", exif=exif(), comment=LATIN.encode(), xmp=XMP)
    return made.getvalue() + b"SEFT" + PERSON.encode()


def png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("Author", PERSON)
    text.add_text("Comment", LATIN)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    made = io.BytesIO()
    dots().save(made, "PNG", pnginfo=text, exif=exif())
    return made.getvalue() + PLACE.encode()


def webp() -> bytes:
    made = io.BytesIO()
    dots().save(made, "WEBP", exif=exif(), xmp=XMP)
    return made.getvalue()


def gif() -> bytes:
    made = io.BytesIO()
    frames = [dots().rotate(turn).quantize() for turn in (0, 90, 180)]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=80, comment=LATIN.encode())
    return made.getvalue()


def pdf(*, password: str = "") -> bytes:
    """A page with a photograph, a note with its author, a filled field, scripts, attachments, an older version."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 300))
    page = made.pages[0]
    photo = Stream(made, jpeg())
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 80, 60, Name.DeviceRGB, 8
    page.Resources = Dictionary(XObject=Dictionary(Im0=made.make_indirect(photo)))
    page.Contents = made.make_stream(b"q 200 0 0 150 20 100 cm /Im0 Do Q")
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{LATIN}')"))
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=[10, 10, 30, 30],
        T=String(PERSON),
        Contents=String(LATIN),
        F=4,
    )
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(LATIN), V=String("seen"), Rect=[50, 10, 150, 30],
        DA=String("/Helv 10 Tf 0 g"), F=4, AA=Dictionary(K=script),
    )  # fmt: skip
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.URI, URI=String(f"http://{LATIN}.example/")),
    )  # fmt: skip
    boxed = made.make_indirect(field)
    page.Annots = Array([made.make_indirect(note), boxed, made.make_indirect(link)])
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=String(PERSON), LastModified=String(LATIN)))
    page.LastModified = String("D:20261102090000")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made.Root.AcroForm = Dictionary(
        Fields=Array([boxed]), DA=String("/Helv 10 Tf 0 g"), DR=Dictionary(Font=Dictionary(Helv=font)),
        NeedAppearances=True,
    )  # fmt: skip
    made.Root.OpenAction, made.Root.AA = script, Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("go"), script])))
    made.attachments["list.txt"] = pikepdf.AttachedFileSpec(made, PERSON.encode(), filename="list.txt")
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    made.docinfo["/Author"], made.docinfo["/Title"] = PERSON, LATIN
    with made.open_metadata() as told:
        told["dc:creator"] = [PERSON]
    out = io.BytesIO()
    locked = pikepdf.Encryption(owner="o", user=password) if password else False
    made.save(out, encryption=locked, compress_streams=False)
    if password:
        return out.getvalue()
    whole = out.getvalue()
    # An older author, superseded by an update at the end of the file.
    old = f"\n99 0 obj\n<< /Author ({LATIN}) >>\nendobj\nxref\n0 0\ntrailer\n<< /Size 100 >>\nstartxref\n0\n%%EOF\n".encode()
    head, tail = whole[: whole.rfind(b"xref\n")], whole[whole.rfind(b"xref\n") :]
    return head + tail + b"%" + PERSON.encode() + b"\n" if old in whole else whole + b"%" + PERSON.encode()


def word() -> bytes:
    """A letter with an author, a comment, a tracked change, revision marks, an outside link and a photograph."""
    letter = docx.Document()
    letter.core_properties.author, letter.core_properties.last_modified_by = PERSON, LATIN
    letter.core_properties.comments, letter.core_properties.title = LATIN, PERSON
    line = letter.add_paragraph()
    run = line.add_run("冷库里的肉改了生产日期")
    letter.add_comment(run, text=LATIN, author=PERSON, initials="MR")
    letter.add_picture(io.BytesIO(jpeg()))
    made = io.BytesIO()
    letter.save(made)
    return _repacked(made.getvalue(), _in_word)


def _in_word(name: str, data: bytes) -> bytes:
    if name == "word/document.xml":
        changed = (
            f'<w:p w:rsidR="00A17F3C" w14:paraId="4F2B9C01" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
            f'<w:ins w:id="90" w:author="{PERSON}" w:date="2026-11-02T09:00:00Z"><w:r><w:t>后加的话</w:t></w:r></w:ins>'
            f'<w:del w:id="91" w:author="{LATIN}" w:date="2026-11-02T09:00:00Z"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着的话</w:t></w:r>"
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDEPICTURE "http://{LATIN}/p.png" </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink r:id="rId77"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>'
        )
        return data.replace(b"<w:sectPr", changed.encode() + b"<w:sectPr", 1)
    if name == "word/_rels/document.xml.rels":
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        more = (
            f'<Relationship Id="rId77" Type="{kind}hyperlink" Target="http://{LATIN}.example/" TargetMode="External"/>'
            f'<Relationship Id="rId78" Type="{kind}attachedTemplate" Target="file:///C:/Users/{LATIN}/t.dotm" TargetMode="External"/>'
        )
        return data.replace(b"</Relationships>", more.encode() + b"</Relationships>")
    if name == "word/settings.xml":
        marks = '<w:rsids><w:rsidRoot w:val="00A17F3C"/><w:rsid w:val="00A17F3C"/></w:rsids>'
        return data.replace(b"</w:settings>", marks.encode() + b"</w:settings>")
    return data


def _repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, body in more.items():
            new.writestr(name, body)
    return made.getvalue()


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.lastModifiedBy = PERSON, LATIN
    page = book.active
    page["A1"], page["A2"] = "单价", 12
    page["A1"].comment = Comment(LATIN, PERSON)
    page["B1"] = f'=WEBSERVICE("http://{LATIN}/")'
    page["B2"] = "=A2*2"
    page["C1"] = "看"
    page["C1"].hyperlink = f"http://{LATIN}.example/"
    page.row_dimensions[2].hidden = True
    book.create_sheet("隐藏").sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        f'<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\Users\\{LATIN}\\"/>'
        f'</mc:Choice></mc:AlternateContent><fileSharing userName="{PERSON}"/>'
    ).encode()
    return _repacked(
        made.getvalue(),
        lambda n, d: d.replace(b"<sheets>", path + b"<sheets>") if n == "xl/workbook.xml" else d,
    )


_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def slides() -> bytes:
    """The least that is a presentation: one hidden slide with a comment, an author of comments, a thumbnail."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/>'
        '<Override PartName="/ppt/slides/slide1.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.slide+xml"/>'
        '<Override PartName="/ppt/commentAuthors.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.commentAuthors+xml"/></Types>'
    )

    def rels(*links: tuple[str, str]) -> str:
        inside = "".join(
            f'<Relationship Id="rId{n}" Type="{t}" Target="{to}"/>' for n, (t, to) in enumerate(links, 1)
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'

    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": rels((f"{_R}/officeDocument", "ppt/presentation.xml"), (f"{core}core-properties", "docProps/core.xml"), (f"{core}thumbnail", "docProps/thumbnail.jpeg")),
        "docProps/core.xml": f"<core><creator>{PERSON}</creator><who>{LATIN}</who></core>",
        "docProps/thumbnail.jpeg": PERSON,
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{_P}" xmlns:r="{_R}"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels((f"{_R}/slide", "slides/slide1.xml"), (f"{_R}/commentAuthors", "commentAuthors.xml")),
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{_P}"><p:cmAuthor id="0" name="{PERSON}" initials="MR"/></p:cmAuthorLst>',
        "ppt/slides/slide1.xml": (
            f'<p:sld xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}" show="0"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="{LATIN}" descr="{PERSON}"/>'
            '</p:nvSpPr><p:txBody><a:p><a:r><a:t>幻灯片上的话</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>'
        ),
        "ppt/slides/_rels/slide1.xml.rels": rels((f"{_R}/comments", "../comments/comment1.xml")),
        "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{_P}"><p:cm authorId="0"><p:text>{LATIN}</p:text></p:cm></p:cmLst>',
    }  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return made.getvalue()


def text() -> bytes:
    """A text in the coding of an old county computer, with marks nobody sees between its words."""
    return "冷库里的肉\u200b改了\u2060生产日期\r\n价格 12 元\r\n".encode("gb18030")


def wav() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x01\x02" * 4000)
    info = b"INFOIART" + struct.pack("<I", len(LATIN)) + LATIN.encode()
    body = made.getvalue()[8:] + b"LIST" + struct.pack("<I", len(info)) + info + b"\x00" * (len(info) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3() -> bytes:
    frame = bytes.fromhex("fffb9064") + bytes(413)
    held = io.BytesIO(frame * 40)
    tags = ID3()
    tags.add(TPE1(encoding=3, text=[PERSON]))
    tags.add(COMM(encoding=3, lang="zho", desc="", text=[LATIN]))
    tags.save(held, v1=2)
    return held.getvalue()


def flac() -> bytes:
    """The least that reads as FLAC: a stream block, a block of tags, a picture's block, and frames of nothing."""
    info = (
        struct.pack(">HH", 4096, 4096)
        + bytes(6)
        + (8000 << 44 | 0 << 41 | 15 << 36 | 4096).to_bytes(8, "big")
        + bytes(16)
    )
    said = f"ARTIST={PERSON}".encode()
    tags = struct.pack("<I", 4) + b"test" + struct.pack("<I", 1) + struct.pack("<I", len(said)) + said
    made = LATIN.encode()
    blocks = [(0, info), (4, tags), (2, b"ABCD" + made)]
    out = b"fLaC"
    for n, (code, data) in enumerate(blocks):
        out += bytes([code | (0x80 if n == len(blocks) - 1 else 0)]) + len(data).to_bytes(3, "big") + data
    return out + b"\xff\xf8\x69\x08" + bytes(400)


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8) + name + body


def film(brand: bytes = b"isom", handler: bytes = b"vide", *, fragment: bool = False) -> bytes:
    """A film as a telephone writes it: its place in `udta`, the moments of making, the telephone in the track's name."""
    when = struct.pack(">II", 3_900_000_000, 3_900_000_000)
    mdhd = box(b"mdhd", bytes(4) + when + bytes(12))
    hdlr = box(b"hdlr", bytes(8) + handler + bytes(12) + LATIN.encode() + b"\x00")
    stbl = box(b"stbl", box(b"stsd", bytes(8)), box(b"stts", bytes(8)), box(b"stco", bytes(8)))
    minf = box(b"minf", box(b"vmhd", bytes(12)), box(b"dinf", box(b"dref", bytes(8))), stbl)
    trak = box(b"trak", box(b"tkhd", bytes(4) + when + bytes(72)), box(b"mdia", mdhd, hdlr, minf))
    udta = box(b"udta", box(b"\xa9xyz", f"+{PLACE}+106.53/".encode()), box(b"auth", PERSON.encode()))
    more = (box(b"mvex", bytes(8)),) if fragment else ()
    moov = box(b"moov", box(b"mvhd", bytes(4) + when + bytes(88)), trak, udta, *more)
    return (
        box(b"ftyp", brand, bytes(4))
        + moov
        + box(b"uuid", PERSON.encode() + bytes(4))
        + box(b"mdat", b"\x11" * 500)
    )


MAKERS = {
    "jpeg": jpeg, "png": png, "webp": webp, "gif": gif, "pdf": pdf, "docx": word, "xlsx": sheet, "pptx": slides,
    "text": text, "mp3": mp3, "wav": wav, "flac": flac, "mp4": film,
    "mov": lambda: film(b"qt  "), "m4a": lambda: film(b"M4A ", b"soun"),
}  # fmt: skip
"""One file of every kind that can be cleaned, with the planted person in it."""
