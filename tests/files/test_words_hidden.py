"""What hides behind another shape is read: what begins like a mail, escapes, comments, bytes that belong to nothing."""

import io
import zipfile

import pytest

from files.words import Unreadable, words_of
from tests.files.test_words import NAME, W, zipped


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"Content-Type: multipart/mixed; boundary=b\n\n{NAME}\n--b\n\nx\n--b--\n", "a.txt"),
        (f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n{NAME}\n", "a.eml"),
        (f"From: a\nContent-Transfer-Encoding: base64\n\n{NAME}\n", "a.txt"),
        (f"From: a,b\n\n1,{NAME}\n", "a.csv"),
        ("Subject: x\nContent-Transfer-Encoding: base64\n\n5oWV5a656Ie06L+c\n", "a.txt"),
        (r'<script>var a={"n":"\u6155\u5bb9\u81f4\u8fdc"}</script>', "a.html"),
        (r"<script>x='\u{6155}\u{5bb9}\u{81f4}\u{8fdc}'</script>", "a.html"),
        (r"<script>x='\xe6\x85\x95\xe5\xae\xb9\xe8\x87\xb4\xe8\xbf\x9c'</script>", "a.html"),
        ('<a href="/?q=%E6%85%95%E5%AE%B9%E8%87%B4%E8%BF%9C">x</a>', "a.html"),
        ("see /?q=%C4%BD%C8%DD%D6%C2%D4%B6", "a.txt"),
        (r"<style>p::before{content:'\6155\5bb9 \81f4\8fdc'}</style>", "a.html"),
        ("&#24917;&#23481;&#33268;&#36828;", "a.txt"),
        ("X-A: =?utf-8?b?5oWV5a65?= =?gb2312?q?=D6=C2=D4=B6?=", "a.txt"),
        (r"<script>x='%5Cu6155%5Cu5bb9%5Cu81f4%5Cu8fdc'</script>", "a.html"),
    ],
)
def test_what_begins_like_a_mail_or_stands_behind_escapes_is_read(text, name):
    assert NAME in words_of(text.encode(), name)


@pytest.mark.parametrize(
    "inside",
    [
        f"<w:p>x<!-- {NAME} --></w:p>", f"<w:p><?x {NAME}?></w:p>", f"<w:p><{NAME}/></w:p>", f"<w:p {NAME}='x'/>",
        f"<w:p xmlns:a='{NAME}'/>", "<w:p t='%E6%85%95%E5%AE%B9%E8%87%B4%E8%BF%9C'/>",
    ],
)  # fmt: skip
def test_what_the_tree_of_a_part_leaves_out_is_read(inside):
    part = f"<w:document {W}><w:body>{inside}</w:body></w:document>"
    for xml in (part, f"<!-- {NAME} --><w:document {W}/>", f"<w:document {W}/><?x {NAME}?>"):
        assert NAME in words_of(zipped(("[Content_Types].xml", "<a/>"), ("word/document.xml", xml)), "a.docx")


def test_a_comment_in_the_middle_of_a_name_hides_no_half_of_it():
    part = f"<w:document {W}><w:p><w:t>慕容<!-- x -->致远</w:t></w:p></w:document>"
    assert NAME in words_of(zipped(("[Content_Types].xml", "<a/>"), ("word/document.xml", part)))


def test_bytes_of_a_zip_that_belong_to_no_entry_are_read_or_keep_it_in():
    packed = zipped(("a.txt", "x"), ("b.txt", "y"), comment=b"c")
    assert NAME in words_of(packed + NAME.encode())
    assert NAME in words_of(packed + b"\r\n" + NAME.encode("gb18030"))
    with pytest.raises(Unreadable):
        words_of(packed + b"\x1f\x8b\x08\x00\x01\x02")
    streamed = io.BytesIO()  # as a program writes that cannot go back: sizes behind each entry
    with zipfile.ZipFile(_Forward(streamed), "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "慕容")
        made.writestr("b.txt", "致远")
    assert "致远" in words_of(streamed.getvalue())
    named_twice = packed.replace(b"a.txt", "慕a".encode()[:5].ljust(5, b"x"), 1)  # the local header alone
    with pytest.raises(Unreadable):
        words_of(named_twice)


class _Forward:
    """A file that can only be written on."""

    def __init__(self, under: io.BytesIO) -> None:
        self._under = under

    def write(self, data: bytes) -> int:
        return self._under.write(data)

    def flush(self) -> None: ...


def test_rich_text_is_no_plain_text():
    with pytest.raises(Unreadable):
        words_of(rb"{\rtf1 \u24917?\u23481?}", "a.rtf")
