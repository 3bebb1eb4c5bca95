"""Two hundred people, and the real files a name can be hidden in: what the proof plants and where."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import docx
import openpyxl
import pikepdf
from docx.oxml import parse_xml
from icalendar import Calendar, Event
from PIL import Image, PngImagePlugin

from documents import fonts
from documents.press import print_pdf
from identity.people import PersonalData

HOW_MANY = 200
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SURNAMES = [
    "欧阳",
    "慕容",
    "上官",
    "钱",
    "甄",
    "邬",
    "戚",
    "喻",
    "岑",
    "滕",
    "殷",
    "罗",
    "毕",
    "郝",
    "邬",
    "安",
    "常",
    "乐",
    "于",
    "时",
    "傅",
    "皮",
    "卞",
    "齐",
    "康",
    "伍",
    "余",
    "元",
    "卜",
    "顾",
    "孟",
    "平",
    "黄",
]
GIVEN = "守信致远途亮实在明昭远山清嘉若谷思齐仲谋伯言景行云帆知微见著怀瑾握瑜"
FIELDS = ("name", "phone", "id_number", "address", "email", "workplace", "account")


@dataclass(frozen=True, repr=False)
class Planted:
    """One person, and the spelling under which one value of theirs is planted."""

    person: PersonalData
    field: str
    said: str
    values: tuple[str, ...]


def people() -> Iterator[Planted]:
    """The same two hundred each time; each is planted by another value, in another spelling."""
    drawn, seen = random.Random(20261126), set[str]()  # noqa: S311  # invented people, not keys
    while len(seen) < HOW_MANY:
        name = drawn.choice(SURNAMES) + "".join(drawn.sample(GIVEN, 2))
        if name in seen:
            continue
        n = len(seen)
        seen.add(name)
        born = f"19{drawn.randrange(50, 99)}{drawn.randrange(1, 13):02d}{drawn.randrange(1, 29):02d}"
        person = PersonalData(
            name=name,
            phone=f"1{drawn.choice('3578')}{drawn.randrange(10**9):09d}",
            id_number=f"640221{born}{drawn.randrange(1000):03d}X",
            address=f"平罗县城关镇{''.join(drawn.sample(GIVEN, 2))}路{drawn.randrange(100, 999)}号",
            email=f"{''.join(drawn.choices('abcdefghjkmnpqrstuvwxyz', k=9))}@example.cn",
            workplace=f"平罗县{''.join(drawn.sample(GIVEN, 3))}食品有限公司",
            account=f"6228{drawn.randrange(10**15):015d}",
        )
        field = FIELDS[(n + n // 21) % len(FIELDS)]  # every position sees every kind of value
        value = person.given()[field]
        yield Planted(person, field, spelt(field, value, n // len(FIELDS)), tuple(person.given().values()))


def spelt(field: str, value: str, turn: int) -> str:
    """The value in one of the ways people write it."""
    ways: dict[str, list[str]] = {
        "name": [
            value,
            " ".join(value),
            f"{value[0]}*{value[-1]}" if len(value) == 3 else f"{value[:2]}某某",
            f"{value}女士",
        ],
        "phone": [
            value,
            f"{value[:3]}-{value[3:7]}-{value[7:]}",
            f"{value[:3]}****{value[-4:]}",
            f"+86 {value}",
        ],
        "id_number": [value, f"{value[:6]}********{value[-4:]}", value.lower()],
        "account": [value, f"{value[:4]}****{value[-4:]}"],
        "workplace": [value, value.removeprefix("平罗县").removesuffix("有限公司")],
    }
    said = ways.get(field, [value])
    return said[turn % len(said)]


# --- the files -----------------------------------------------------------------------------------------------


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf_printed(said: str) -> bytes:
    """A page set and printed as our papers are."""
    return print_pdf(
        f"<html lang='zh'><title>通知</title><p>关于{said}的事项。</p>", "p{font-size:12pt}", fonts.conf()
    ).pdf


def _pdf(plant: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    plant(made)
    return saved(made)


def pdf_metadata(said: str) -> bytes:
    return _pdf(lambda pdf: pdf.docinfo.__setitem__("/Author", said))


def pdf_hidden(said: str) -> bytes:
    """A note nobody sees and a form field nobody prints."""

    def plant(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 0, 0],
            F=2,
            Contents=pikepdf.String(said),
        )
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])

    return _pdf(plant)


def pdf_attached(said: str) -> bytes:
    return _pdf(
        lambda pdf: pdf.attachments.__setitem__(
            "a.txt", pikepdf.AttachedFileSpec(pdf, said.encode(), filename="a.txt")
        )
    )


def photo(said: str) -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B] = said.encode()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def drawing(said: str) -> bytes:
    info, out = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_itxt("Author", said)
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def document_author(said: str) -> bytes:
    made = docx.Document()
    made.core_properties.author = said
    return saved(made)


def document_deleted(said: str) -> bytes:
    made = docx.Document()
    deleted = f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>{said}</w:delText></w:r></w:del>'
    made.add_paragraph()._p.append(parse_xml(deleted))
    return saved(made)


def sheet_hidden(said: str) -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet("b").sheet_state = "hidden"
    book["b"]["A1"] = said
    return saved(book)


def zip_name(said: str) -> bytes:
    return _zip(f"{said.replace('/', '-')}.txt", b"x")


def zip_content(said: str) -> bytes:
    return _zip("a.zip", _zip("b.docx", document_author(said)))


def _zip(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, data)
    return out.getvalue()


def letter(said: str) -> bytes:
    made = EmailMessage()
    made["Subject"] = "来信"
    made.set_content(
        f"关于{said}", cte="base64"
    )  # as it stands it says nothing: only who takes it for a mail reads it
    return bytes(made)


def calendar(said: str) -> bytes:
    made, event = Calendar(), Event()
    event.add("summary", f"约见{said}，地点另行通知，请带齐材料按时到场")
    made.add_component(event)
    return bytes(made.to_ical())


def rows(said: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["编号", "联系人"], ["1", said]])
    return out.getvalue().encode("utf-8-sig")
