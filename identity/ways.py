"""The other ways a reader may take one text: in simplified characters, backwards, with its glosses and masks undone.

The text as it stands is always read first, so that nothing said here can hide what is found there. A way is a change
of the text that is checked, never of what is kept: whoever was sealed before a way was known is found by it too.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from identity.reading import FILERS, MASK, MASKED, NEAR, SAID_NUMERALS, SHAPES, TEXT
from identity.simplified import simplified
from identity.variants import COMPOUND

RIGHT_TO_LEFT = "\u202e"
_TURNED = re.compile(r"\u202e([^\u202c\n]*)\u202c?")

_COMPOUNDS = "|".join(sorted(COMPOUND))
_HAN = r"[\u3400-\u9fff]"
_LETTERS = r"[A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\u3105-\u312f\u02c7\u02ca\u02cb\u02d9]"
# How a character is said, beside it in brackets or bare: 慕(mù)容(róng).
_GLOSS = re.compile(
    rf"(?<={_HAN})(?:[(（\[【<〈「]\s*(?:{_LETTERS}|[\s0-9·'’]){{1,12}}[)）\]】>〉」]|\s*{_LETTERS}{{1,6}}(?={_HAN}))"
)
_APART = re.compile(rf"姓[氏是为叫:：\s]*({_HAN}{{1,2}})[\s,，、;；]*名字?[是为叫:：\s]*(?={_HAN})")
_COMPOUND = re.compile(rf"姓[氏是为叫:：\s]*({_COMPOUNDS})")
# 举报人王？ and 举报人王- hide what 举报人王某 hides.
_LEFT_OPEN = re.compile(
    rf"((?:{FILERS})[\s:：、，,(（\"“]{{0,2}}(?:{_COMPOUNDS}|(?![和与及同跟向后时]){_HAN}))(?=[?？\-－—–﹣~～_/\\+^…])"
)
_SHOWN = re.compile(r"(?:尾号|尾数|末尾|(?:最后|后|末)[4-8几]位)(?:数字|数|号码|码)?[^\d\n*]{0,4}(?=\d)")
_SHOWN_BEFORE = re.compile(r"(?<!\d)(?=\d{4}(?:结尾|收尾|尾号))")
# Any marks in a row hide the middle of a number, where three of its figures stand before them.
_GAP = re.compile(r"(?<=\d{3})\s*(?:[^\w\s]\s*){2,}")
_FIGURES = "零〇一二三四五六七八九十百两"
_HOUSE_NUMBER = re.compile(rf"[{_FIGURES}]+(?=\s*(?:号|栋|幢|座|楼|单元|室|层|弄|排|户|院|组|队))")
_HASH = re.compile(r"(?<=\d)\s*[#＃]")
_ONES = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}

Read = tuple[str, Sequence[str], frozenset[str]]


def readings(text: str, public: Sequence[str]) -> Iterator[Read]:
    """The text in each way it can be taken, once, with the public words taken so too, and the shapes to read it in."""
    every = frozenset(SHAPES)
    yield text, public, every
    plain, theirs = simplified(text), [simplified(words) for words in public]
    if plain != text:
        yield plain, theirs, every
    if RIGHT_TO_LEFT in plain:
        plain = turned(plain)
        yield plain, theirs, every
    for way, shapes in _WAYS:
        if (said := way(plain)) != plain:
            yield said, [*theirs, *map(way, theirs)], shapes


def turned(text: str) -> str:
    """The text as a screen shows it that was told to write from right to left."""
    return _TURNED.sub(lambda found: found[1][::-1], text)


def _names(text: str) -> str:
    """Names without what stands between their characters, and a mask where a name was left open."""
    said = _GLOSS.sub("", text)
    said = _APART.sub(r"\1", said)
    said = _COMPOUND.sub(rf"\1{MASK}", said)
    return _LEFT_OPEN.sub(rf"\1{MASK}", said)


def _numbers(text: str) -> str:
    """Numbers in figures, with a mask where their middle or beginning is hidden or left out."""
    said = text.translate(SAID_NUMERALS)
    said = _GAP.sub(MASK, said)
    return _SHOWN_BEFORE.sub(MASK, _SHOWN.sub(MASK, said))


def house_numbers(text: str) -> str:
    """An address with its numbers in figures: 十二号 and 12# are 12号."""
    return _HASH.sub("号", _HOUSE_NUMBER.sub(lambda found: _in_figures(found[0]), text))


def _in_figures(said: str) -> str:
    if not set(said) & set(_TENS):
        return "".join(str(_ONES[figure]) for figure in said)
    total, one = 0, 0
    for figure in said:
        if figure in _TENS:
            total, one = total + (one or 1) * _TENS[figure], 0
        else:
            one = _ONES[figure]
    return str(total + one)


_WAYS: tuple[tuple[Callable[[str], str], frozenset[str]], ...] = (
    (_names, frozenset({TEXT, MASKED, NEAR})),
    (_numbers, frozenset({MASKED})),
    (house_numbers, frozenset({TEXT})),
)
