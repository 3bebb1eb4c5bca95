"""The name of a business as people search it: without brackets and blanks, and by its pinyin initials."""

import unicodedata

from pypinyin import Style, lazy_pinyin

LONGEST = 120


def name_key(name: str) -> str:
    """A name as it is compared: full-width forms narrowed, letters lowered, brackets, blanks and marks left out."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).lower() if c.isalnum())[:LONGEST]


def initials(name: str) -> str:
    """The pinyin initials of a name, in small letters: what a clerk types to find it (KFC喜洋洋店 → kfcxyyd)."""
    parts = lazy_pinyin(name_key(name), style=Style.NORMAL, errors=list)
    return "".join(part[0] for part in parts)[:LONGEST]
