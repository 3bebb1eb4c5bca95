"""Text behind escapes: what a browser, a style sheet or a program would make of the signs standing there."""

import html
import re
from collections.abc import Iterator
from email.header import decode_header, make_header

_HIGHEST = 0x10FFFF
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_CODE = re.compile(r"[\\%][uU](?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))")
_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_STYLE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\r\n\f]?")
# How a header says what is no ASCII, several words in a row if it is long.
_WORDS = re.compile(r"=\?[\w.-]+\?[bqBQ]\?[^?\s]*\?=(?:\s*=\?[\w.-]+\?[bqBQ]\?[^?\s]*\?=)*")
_LIKELY = re.compile(r"=\?|%[0-9a-fA-FuU]|\\[uUxX0-9a-fA-F]|&[#A-Za-z]")


def unescaped(text: str) -> Iterator[str]:
    """The text with its escapes undone, in each way that makes another text of it; nothing where none does."""
    if not _LIKELY.search(text):
        return
    # A script in a page escapes what a link inside it had escaped before: all ways one after the other, and each alone.
    ways = (_encoded_words, html.unescape, _percent, _codes, _style)
    found = dict.fromkeys(way(text) for way in ways)
    whole = text
    for way in ways:
        whole = way(whole)
    found[whole] = None
    found.pop(text, None)
    yield from found


def _encoded_words(text: str) -> str:
    return _WORDS.sub(lambda found: str(make_header(decode_header(found[0]))), text)


def _percent(text: str) -> str:
    return _PERCENT.sub(lambda found: _meant(bytes.fromhex(found[0].replace("%", ""))), text)


def _codes(text: str) -> str:
    said = _CODE.sub(lambda found: _character(found[1] or found[2]), text)
    said = _BYTES.sub(lambda found: _meant(bytes.fromhex(found[0].replace("\\x", ""))), said)
    # Characters outside the first plane are written as two halves.
    return said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _style(text: str) -> str:
    return _STYLE.sub(lambda found: _character(found[1]), text)


def _character(code: str) -> str:
    value = int(code, 16)
    return chr(value) if value <= _HIGHEST else ""


def _meant(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
