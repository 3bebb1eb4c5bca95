"""Chinese whole numbers as articles are numbered with them: 一百一十五, 一〇五, 廿."""

from __future__ import annotations

LARGEST = 9999

_DIGITS = "零一二三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000}
_VALUES = {**{digit: value for value, digit in enumerate(_DIGITS)}, "〇": 0, "○": 0, "两": 2}
CHARACTERS = "".join((*_VALUES, *_PLACES, "廿"))
"""Every character such a number is written with."""


def chinese_number(number: int) -> str:
    """Write 1 to 9999 as articles are numbered: 十六, 一百零五, 一百一十五; raises ValueError beyond."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"no article is numbered {number}")
    words, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(words) and not digit
    return words.removeprefix("一") if number in range(10, 20) else words


def number_of(words: str) -> int:
    """Read a number in figures or Chinese: 115, １１５, 一百一十五, 一一五, 一〇五 are the same kind of thing.

    Raises ValueError for what is no number, 十十 or 百五十 among it.
    """
    if words.isdecimal():
        return int(words)
    spoken = words.replace("廿", "二十")
    if len(spoken) > 1 and all(each in _VALUES for each in spoken):
        return int("".join(str(_VALUES[each]) for each in spoken))
    total, digit, below = 0, None, LARGEST + 1
    for each in spoken:
        if each in _VALUES:
            if digit or (digit == 0 and not (total and _VALUES[each])):
                raise ValueError(f"{words!r} is no number")
            digit = _VALUES[each]
            continue
        place = _PLACES.get(each)
        if place is None or place >= below or not (digit or (place == 10 and digit is None)):
            raise ValueError(f"{words!r} is no number")
        total, digit, below = total + (digit or 1) * place, None, place
    if not spoken or (digit == 0 and (total or len(spoken) > 1)):
        raise ValueError(f"{words!r} is no number")
    return total + (digit or 0)
