"""Reading the citations in a free Chinese text: which instrument, article, paragraph and item, and where it stands.

People cite in many ways: 《…办法》第十六条第三项, 令121第16条, 总局令第121号第十六条, 食品安全法第一百一十五条第二款,
and then go on with 、第二十三条 alone. All of them become one `Citation`; what it is worth on a day is asked of
`statutes.citation_check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from statutes.instruments import Instrument, instruments, short_names
from statutes.numerals import CHARACTERS, number_of

LONGEST_TITLE = 80

_N = rf"(?:[0-9]{{1,4}}|[{CHARACTERS}]{{1,9}})"
# 第十六条之规定 and 第十六条之一般原则 are no 第十六条之一.
_ARTICLE = rf"第\s*(?P<article>{_N})\s*条(?:\s*之\s*(?P<sub>{_N})(?![般切些种]))?"
_PARAGRAPH = rf"第\s*(?P<paragraph>{_N})\s*款"
_ITEM = rf"(?:第\s*[（(]?\s*(?P<item>{_N})\s*[）)]?\s*项|[（(]\s*(?P<bracketed>{_N})\s*[）)]\s*项?)"
_POINT = rf"(?:\s*第\s*{_N}\s*目)?"
_CITED = re.compile(
    rf"(?:{_ARTICLE}(?:\s*{_PARAGRAPH})?(?:\s*{_ITEM})?|{_PARAGRAPH.replace('paragraph', 'paragraph2')}"
    rf"(?:\s*{_ITEM.replace('item', 'item2').replace('bracketed', 'bracketed2')})?"
    rf"|第\s*(?P<item3>{_N})\s*项){_POINT}"
)
_GOES_ON = re.compile(
    r"\s*(?:[之的]?规定(?=[、，,；;]))?(?:[、，,；;至到~～—－-]|和|与|及|以及|或者|或|并|、?以及)?\s*"
)

_MARKED = re.compile(rf"《\s*([^《》]{{1,{LONGEST_TITLE}}}?)\s*》")
_BRACKET = re.compile(r"[（(][^（()）]{0,80}[）)]\s*$")
_DEFINES = re.compile(r"(?:以下|下)?简称\s*[《“\"‘「]\s*([^《》“”\"‘’「」]{1,40}?)\s*[》”\"’」]")
_ORDER = re.compile(rf"令\s*第?\s*(?P<number>{_N})\s*号?$")
_ORDER_NAMED = re.compile(rf"令\s*(?:第\s*{_N}\s*号?|{_N}\s*号)")
_LAWISH = re.compile(
    r"(?:(?<![做看说用方写想手])法|条例|规定|办法|规则|细则|解释|规范|准则)(?:[（(][^（()）]{1,8}[）)])?$"
)
_POINTER = re.compile(r"(?:该|同|上述|前述|本)(?:法|条例|规定|办法|规则|细则|解释)$")
_BARE = re.compile(r"[一-鿿]{2,40}$")
_BEGINS = (
    "依",
    "按",
    "据",
    "照",
    "反",
    "用",
    "合",
    "于",
    "和",
    "与",
    "及",
    "或",
    "由",
    "的",
    "为",
    "其",
    "以",
    "是",
)
# Where the name of an unknown instrument can begin: after these.
_LEADS = re.compile(r".*(?:根据|依据|依照|按照|违反|适用|参照|符合|属于|以及|或者|和|与|及|的|依|按)")
_FORMER = re.compile(r"(?:原|旧|当时的?|当时(?:施行|有效|适用)的?|已?废止的|修[订改]前的)\s*《?\s*$")
_ENDED = re.compile(r"\s*[（(][^（()）]{0,12}(?:废止|失效)[^（()）]{0,6}[）)]")

_ISSUERS = {
    "国家市场监督管理总局": "", "市场监督管理总局": "", "市场监管总局": "", "国家工商行政管理总局": "工商总局",
    "工商行政管理总局": "工商总局", "国家工商总局": "工商总局", "工商总局": "工商总局", "总局": "",
    "中华人民共和国国务院": "国务院", "国务院": "国务院", "公安部": "公安部",
}  # fmt: skip

_OTHER_ISSUER = re.compile(r"(?:主席|政府|部|委|委员会|局|署|院|厅)$")

_NARROW = str.maketrans("０１２３４５６７８９\u3000", "0123456789 ")


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation as it stands in a text.

    ``code`` is the instrument's on the shelf, empty when the shelf does not have it; ``name`` the name as written,
    without title marks. ``article`` is None where only the instrument is named; ``sub`` is the 一 of 第十条之一 and
    0 else. ``start`` and ``end`` bound the words in the text. ``former``: the text itself says that it speaks of
    law that has ended (原《…》, 《…》（已废止）).
    """

    code: str
    name: str
    article: int | None
    sub: int
    paragraph: int | None
    item: int | None
    start: int
    end: int
    words: str
    former: bool = False

    @property
    def instrument(self) -> Instrument | None:
        """The instrument on the shelf, None when it is not there."""
        return instruments().get(self.code)


@dataclass(frozen=True, slots=True)
class _Head:
    """The name before an article; no ``code`` and ``law``: an unknown law; neither: a contract, a letter."""

    code: str
    name: str
    start: int
    law: bool = True
    former: bool = False


def read_citations(text: str) -> tuple[Citation, ...]:
    """Find every citation of law in a text, in the order they stand.

    An article without an instrument before it counts only where it goes on from one (…第十六条、第二十三条). What
    is cited of contracts and the like (《购销合同》第三条) is left out; a law the shelf does not have is not. A known
    instrument named in title marks or by its order without an article is a citation too.
    """
    plain = text.translate(_NARROW)
    return tuple(sorted((*_Reader(text, plain).read(),), key=lambda each: each.start))


class _Reader:
    """One pass over one text; keeps what 该办法 and 《办法》 stand for."""

    def __init__(self, text: str, plain: str) -> None:
        self.text, self.plain = text, plain
        self.head: _Head | None = None
        self.article: int | None = None
        self.sub = 0
        self.paragraph: int | None = None
        self.law: _Head | None = None
        self.defined: dict[str, _Head] = {}
        self.taken: list[tuple[int, int]] = []

    def read(self) -> Iterator[Citation]:
        self._define()
        end = 0
        for found in _CITED.finditer(self.plain):
            on = end > 0 and _GOES_ON.fullmatch(self.plain, end, found.start()) is not None
            if found["article"] is not None:
                named = self._head_before(end, found.start())
                if named is None and not on:
                    self.head = None
                elif named is not None:
                    self.head = named
                start = named.start if named is not None else found.start()
            elif on and self.article is not None:
                start = found.start()
            else:
                continue
            end = found.end()
            if (made := self._citation(found, start)) is not None:
                yield made
        yield from self._named_alone()

    def _citation(self, found: re.Match[str], start: int) -> Citation | None:
        if found["article"] is not None:
            self.article, self.sub = _number(found["article"]), _number(found["sub"]) or 0
        if found["article"] is not None or found["paragraph2"] is not None:
            self.paragraph = _number(found["paragraph"] or found["paragraph2"])
        items = ("item", "bracketed", "item2", "bracketed2", "item3")
        item = _number(next((found[name] for name in items if found[name]), None))
        head = self.head
        if head is None or not head.law or self.article is None:
            return None
        self.law = head
        return self._made(head, start, found.end(), self.article, item)

    def _head_before(self, floor: int, end: int) -> _Head | None:
        """The instrument named right before an article, brackets after its name passed over."""
        before = self.plain[floor:end].rstrip()
        while True:
            found = self._at_the_end_of(before, floor)
            if found is not None:
                return found
            shorter = _BRACKET.sub("", before).rstrip()
            if shorter == before:
                return None
            before = shorter

    def _at_the_end_of(self, before: str, floor: int) -> _Head | None:
        if before.endswith("》"):
            marked = list(_MARKED.finditer(before))
            if not marked or marked[-1].end() != len(before):
                return None
            return self._marked(marked[-1][1], floor + marked[-1].start(), before[: marked[-1].start()])
        for name, code in _names():
            if before.endswith(name):
                at = len(before) - len(name)
                if name in _full_names() or _may_begin(before[:at]):
                    return _Head(code, name, floor + at, former=_FORMER.search(before[:at]) is not None)
        if order := _order(before, floor):
            return order
        if pointer := _POINTER.search(before):
            return self._pointed(floor + pointer.start())
        return _bare(before, floor)

    def _marked(self, title: str, start: int, before: str) -> _Head:
        title = re.sub(r"\s+", "", title)
        former = _FORMER.search(before) is not None
        if title in self.defined:
            known = self.defined[title]
            return _Head(known.code, known.name, start, known.law, former)
        code = _titles().get(title, "")
        return _Head(code, title, start, law=bool(code or _LAWISH.search(title)), former=former)

    def _pointed(self, start: int) -> _Head:
        """该办法, 同法: the law cited last; a pointer at nothing is no law."""
        last = self.law
        return _Head(last.code, last.name, start) if last else _Head("", "", start, law=False)

    def _define(self) -> None:
        """《…办法》（以下简称《办法》）: what a short title stands for in this text."""
        for found in _MARKED.finditer(self.plain):
            bracket = re.compile(r"\s*[（(]([^（()）]{0,80})[）)]").match(self.plain, found.end())
            short = _DEFINES.search(bracket[1]) if bracket else None
            if bracket and short:
                self.taken.append(bracket.span())
                self.defined[short[1]] = self._marked(found[1], found.start(), "")

    def _named_alone(self) -> Iterator[Citation]:
        """A known instrument in title marks or by its order, without an article: its law is relied on all the same."""
        for found in (*_MARKED.finditer(self.plain), *_ORDER_NAMED.finditer(self.plain)):
            if any(start <= found.start() < end for start, end in self.taken):
                continue
            before = self.plain[: found.start()]
            marked = found[0].startswith("《")
            head = self._marked(found[1], found.start(), before) if marked else _order(before + found[0], 0)
            if head is not None and head.code:
                yield self._made(head, head.start, found.end(), None, None)

    def _made(self, head: _Head, start: int, end: int, article: int | None, item: int | None) -> Citation:
        said_ended = _ENDED.search(self.plain[start:end]) or _ENDED.match(self.plain, end)
        self.taken.append((start, end))
        return Citation(
            code=head.code,
            name=head.name,
            article=article,
            sub=self.sub if article is not None else 0,
            paragraph=self.paragraph if article is not None else None,
            item=item,
            start=start,
            end=end,
            words=self.text[start:end],
            former=head.former or said_ended is not None,
        )


def _number(words: str | None) -> int | None:
    """Read a number if it is one; what no number is (第十十条) is None."""
    try:
        return number_of(words) if words else None
    except ValueError:
        return None


def _may_begin(before: str) -> bool:
    """A short name counts where a citation can begin: 公示规定 inside another title does not."""
    return not before or not ("一" <= before[-1] <= "鿿") or before.endswith(_BEGINS)


def _order(before: str, floor: int) -> _Head | None:
    """An instrument by the number of the order that issued it, which ends the text before; else None.

    An order the shelf does not know is an unknown law.
    """
    found = _ORDER.search(before)
    if found is None:
        return None
    whose = before[: found.start()].rstrip()
    issuer = next((each for each in _ISSUERS if whose.endswith(each)), "")
    at = len(whose) - len(issuer) if issuer else found.start()
    code = ""
    if issuer or not _OTHER_ISSUER.search(whose):
        code = _orders().get((_ISSUERS.get(issuer, ""), _number(found["number"]) or 0), "")
    return _Head(code, before[at:], floor + at, former=_FORMER.search(before[:at]) is not None)


def _bare(before: str, floor: int) -> _Head | None:
    """An unknown law without title marks: 电子商务法第十条. Too short a name is no name (办法第三条)."""
    found = _BARE.search(before)
    if found is None or not _LAWISH.search(found[0]):
        return None
    name = _LEADS.sub("", found[0])
    if len(name) < 3:
        return None
    return _Head("", name, floor + len(before) - len(name))


@cache
def _titles() -> Mapping[str, str]:
    """What may stand between title marks → code: every title, without 中华人民共和国 too, and the short names."""
    found = {name: each.code for name, each in short_names().items()}
    for each in instruments().values():
        if each.rank != "design":
            for title in each.titles:
                found[title] = found[title.removeprefix("中华人民共和国")] = each.code
    return MappingProxyType(found)


@cache
def _full_names() -> frozenset[str]:
    """Names so full that they are meant wherever they stand."""
    return frozenset(
        name
        for each in instruments().values()
        if each.rank != "design"
        for title in each.titles
        for name in (title, title.removeprefix("中华人民共和国"))
    )


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Every name with its code, the longest first; 令121 and its like are read as orders."""
    pairs = [pair for pair in _titles().items() if not re.fullmatch(r"令\d+", pair[0])]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


@cache
def _orders() -> Mapping[tuple[str, int], str]:
    """(issuer, number) of the order that issued an instrument → code; the issuer of 总局 is empty."""
    found: dict[tuple[str, int], str] = {}
    for each in instruments().values():
        order = re.match(r"(国务院|工商总局|公安部)?令(\d+)号", each.number)
        if order:
            found[order[1] or "", int(order[2])] = each.code
    return MappingProxyType(found)
