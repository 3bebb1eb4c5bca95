"""Plain text: whether bytes are one, and the same words in one normal form."""

import codecs
import unicodedata
from typing import BinaryIO

from files.record import Record

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LAYOUT = frozenset("\t\n\r\f")
# Characters that show nothing: they turn the order of what is read, or carry a mark of who was given which copy.
_UNSEEN = frozenset({"Cf", "Co", "Cn"})


def decoded(data: bytes) -> str:
    """The text of some bytes: UTF-8 or UTF-16 by their mark, else UTF-8, else GB 18030; raises UnicodeDecodeError."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def is_text(data: bytes) -> bool:
    """Whether bytes are a text that a person typed: they decode, and no control character stands in them."""
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" and c not in _LAYOUT for c in text)


def clean(source: BinaryIO, target: BinaryIO, record: Record) -> None:
    """Write the text anew as UTF-8 with plain line ends, without characters that nobody sees."""
    text = decoded(source.read())
    seen = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    record.removed("unseen_characters", len(text) - len(seen))
    lines = seen.replace("\r\n", "\n").replace("\r", "\n")
    target.write(unicodedata.normalize("NFC", lines).encode("utf-8"))
