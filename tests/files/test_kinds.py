"""What is taken and what is refused: by the bytes, against the name, one kind at a time."""

import io
import stat
import zipfile

import pytest

from files import limits
from files.kinds import KINDS, Refused, ending_of, sniff
from tests.files import making


def refused(data: bytes, name: str = "") -> str:
    with pytest.raises(Refused) as said:
        sniff(io.BytesIO(data), name)
    assert name.rsplit(".", 1)[0] not in str(said.value) or not name
    return said.value.code


@pytest.mark.parametrize("code", making.MAKERS)
def test_every_kind_is_known_by_its_bytes(code: str) -> None:
    data = making.MAKERS[code]()
    assert sniff(io.BytesIO(data)).code == code
    for ending in KINDS[code].endings:
        assert sniff(io.BytesIO(data), f"证据.{ending.upper()}").code == code
    other = "png" if code != "png" else "jpg"
    assert refused(data, f"证据.{other}") == "name_contradicts"


def svg() -> bytes:
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.txt", "empty"),
        (b"MZ\x90\x00" + bytes(200), "照片.jpg", "program"),
        (b"\x7fELF" + bytes(200), "照片.jpg", "program"),
        (b"#!/bin/sh\nrm -rf /\n", "说明.txt", "program"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "照片.jpg", "page"),
        (b"hello <script>alert(1)</script>", "说明.txt", "page"),
        ("<html>".encode("utf-16"), "说明.txt", "page"),
        (svg(), "图.svg", "page"),
        (svg(), "图.png", "page"),
        (b"GIF89a" + b"<script>", "动图.txt", "name_contradicts"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.doc", "old_office"),
        (b"{\\rtf1 }", "旧.rtf", "old_office"),
        (b"Rar!\x1a\x07\x00", "包.rar", "archive"),
        (b"\x1f\x8b\x08", "包.gz", "archive"),
        (bytes(range(256)) * 10, "数据.bin", "unknown_kind"),
        (making.jpeg(), "照片.jpg.exe", "name_contradicts"),
    ],
)
def test_what_is_not_on_the_list(data: bytes, name: str, why: str) -> None:
    assert refused(data, name) == why


def packed(**entries: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in entries.items():
            zipped.writestr(name, data)
    return made.getvalue()


def test_a_file_that_is_two_kinds_at_once() -> None:
    assert refused(making.pdf() + packed(a=b"x")) == "two_kinds"
    assert refused(making.gif() + packed(a=b"x")) == "two_kinds"
    assert refused(making.jpeg()[:20] + b"%PDF-1.7 " + making.jpeg()[20:]) == "two_kinds"
    assert (
        refused(packed(**{"[Content_Types].xml": b"", "word/document.xml": b"", "xl/workbook.xml": b""}))
        == "two_kinds"
    )
    assert refused(b"%PDF-1.7\n" + making.word()) == "two_kinds"


def odd(entry: zipfile.ZipInfo | str, data: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", b"wordprocessingml.")
        zipped.writestr("word/document.xml", b"<a/>")
        zipped.writestr(entry, data)
    return made.getvalue()


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("word/passwd")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry


def encrypted() -> bytes:
    data = bytearray(odd("word/x"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: odd("../../etc/cron.d/x"), "zip_path"),
        (lambda: odd("/etc/passwd"), "zip_path"),
        (lambda: odd("word\\..\\x"), "zip_path"),
        (lambda: odd("C:/x"), "zip_path"),
        (lambda: odd("WORD/document.xml"), "zip_path"),
        (lambda: odd("word/" + "x" * 300), "zip_path"),
        (lambda: odd(link(), b"/etc/passwd"), "zip_link"),
        (encrypted, "zip_encrypted"),
        (lambda: odd("word/inner.zip"), "zip_nested"),
        (lambda: odd("word/inner.bin", packed(a=b"x")), "zip_nested"),
        (lambda: odd("word/big.xml", bytes(50 * limits.MEBI)), "zip_bomb"),
        (lambda: b"PK\x03\x04" + bytes(100), "zip_broken"),
        (lambda: odd("word/x")[:-30], "zip_broken"),
        (lambda: packed(a=b"x"), "archive"),
    ],
)
def test_zips_that_are_traps(make: object, why: str) -> None:
    assert refused(make()) == why  # type: ignore[operator]


def test_a_bomb_in_many_small_pieces_and_one_of_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the manner of 42.zip: no entry is remarkable, all of them together fill the disk."""
    block = bytes(limits.MEBI)
    pieces = {f"word/{n}.xml": block for n in range(310)}
    made = packed(**{"[Content_Types].xml": b"", "word/document.xml": b"", **pieces})
    assert len(made) < limits.MEBI
    assert refused(made) == "zip_bomb"
    monkeypatch.setattr(limits, "MOST_ENTRIES", 20)
    assert refused(packed(**{f"word/{n}.xml": b"" for n in range(21)})) == "zip_entries"


def test_an_ending_is_read_from_the_last_part_of_any_path() -> None:
    assert ending_of("../../x.JPG") == "jpg"
    assert ending_of("C:\\a.b\\照片") == ""
    assert ending_of("照片.jpg\x00.exe") == ""
    assert ending_of(".jpg") == ""
    assert refused(making.jpeg(), "我是慕容致远.这不是后缀") == "name_contradicts"
