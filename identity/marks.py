"""Where in a text something stands that tells who somebody is: pointed out to the writer before anything is sent.

It points, it does not guard: what is to be kept out for certain is looked for by `identity.leak`. It finds telephone
and identity numbers, card numbers, mail addresses, number plates, names said as "我叫…", the writer's own particulars
as typed, and, for somebody inside the business, words that only few people could have written.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import phonenumbers

from identity.people import TELLING, PersonalData

PHONE, ID, CARD, EMAIL, PLATE, NAME, OWN, FEW = (
    "phone", "id", "card", "email", "plate", "name", "own", "few",
)  # fmt: skip
"""Kinds of marks. `OWN` is the writer's own; `FEW` warns of what only few could know and is nobody's datum."""

HIDDEN = "【已隐去】"

_DIGIT = r"[0-9０-９]"
_ID = re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{17}}[0-9０-９XxＸｘ](?!{_DIGIT})")
_CARD = re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{15,19}}(?!{_DIGIT})")
_MOBILE = re.compile(rf"(?<!{_DIGIT})[1１][3-9３-９](?:[-\s]?{_DIGIT}){{9}}(?!{_DIGIT})")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\s]?[A-Z0-9]{5,6}(?![A-Z0-9])"
)
# The commonest family names: a word after "我是" is a name only when it begins like one.
_FAMILIES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤纳哈买丑虎"
)
_NAME = re.compile(
    rf"(?:我(?:的名字)?(?:叫做|叫)|(?:本人)?姓名(?:是|为|[:：])?|联系人(?:是|为|[:：])?)\s*(?P<name>[\u4e00-\u9fff]{{2,4}})"
    rf"|(?:我是|本人(?:是)?)\s*(?P<maybe>[{_FAMILIES}][\u4e00-\u9fff]{{1,2}})(?=[^\u4e00-\u9fff]|$|的|在|，|。)"
)
# What few people could have written: posts, shifts, groups, minutes, being alone with somebody.
_FEW = re.compile(
    r"只有我|就我一个|除了我|我(?:一直)?负责|我(?:所在|们)?(?:的)?(?:班组|车间|科室|部门|岗位|小组)|我的?(?:工号|工位|值班|夜班|白班)"
    r"|(?:我|跟我|对我|和我|让我|叫我)(?:单独)?(?:说|签字|登记|操作|配料|换标签|改日期)|当(?:班|值)(?:的)?(?:人|时)?|(?:老板|经理|厂长|主管)(?:单独)?(?:跟|对|和|让|叫)我"
    rf"|{_DIGIT}{{1,2}}[:：点时]{_DIGIT}{{2}}(?:分)?|我(?:入职|离职|进厂)|工号\s*{_DIGIT}+|微信群|工作群"
)
_BY_SHAPE = (
    (ID, _ID), (EMAIL, _EMAIL), (PHONE, _MOBILE), (CARD, _CARD), (PLATE, _PLATE),
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One piece of a text, from `start` up to and without `end`, and what kind of thing it is."""

    start: int
    end: int
    kind: str


def marks_in(text: str, *, own: Iterable[PersonalData] = (), inside: bool = False) -> list[Mark]:
    """The pieces that tell who somebody is, in order and without overlap; `inside` adds what only few could know."""
    found = [*_of(text, own), *_shaped(text)]
    if inside:
        found += [Mark(m.start(), m.end(), FEW) for m in _FEW.finditer(text)]
    kept: list[Mark] = []
    for mark in found:  # what comes first is surer: a later find inside an earlier one is dropped
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def without(text: str, marks: Iterable[Mark], *, instead: str = HIDDEN) -> str:
    """The text with these pieces taken out; warnings (`FEW`) stay, they are for the writer to weigh."""
    for mark in sorted(marks, key=lambda mark: mark.start, reverse=True):
        if mark.kind != FEW:
            text = text[: mark.start] + instead + text[mark.end :]
    return text


def _of(text: str, people: Iterable[PersonalData]) -> Iterator[Mark]:
    for person in people:
        given = person.given()
        for value in (given[field] for field in TELLING if field in given):
            yield from (Mark(m.start(), m.end(), OWN) for m in re.finditer(re.escape(value), text))


def _shaped(text: str) -> Iterator[Mark]:
    for kind, shape in _BY_SHAPE:
        yield from (Mark(m.start(), m.end(), kind) for m in shape.finditer(text))
    for match in phonenumbers.PhoneNumberMatcher(text, "CN"):
        yield Mark(match.start, match.end, PHONE)
    for said in _NAME.finditer(text):
        group = "name" if said["name"] else "maybe"
        yield Mark(said.start(group), said.end(group), NAME)
