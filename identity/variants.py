"""The other spellings of a sealed value: masked, by sound, by surname and title, in parts, joined with a second value.

A mask that leaves the same visible pieces is the same value to whoever knows three people it could be; a mask so wide
that it fits half the county is let through. What only tells beside a word for the filer (a surname with 某, a given
name alone) is looked for there and nowhere else, or every 王某 of a paper would hold it back.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping

from pypinyin import Style, pinyin

from identity.reading import DIGITS, LATIN, MASK, MASKED, NEAR, SOUND, TEXT, Form, fold, only_digits

SHORTEST_SOUND = 6  # letters of a name written by sound: "lili" stands in too many words
LONGEST_NAME = 4  # longer ones are of another tongue, and are masked and shortened another way
LONGEST_FOREIGN_NAME = 16
SHORTEST_PART = 3  # characters of one part of a longer name that tell by themselves
LONGEST_SHOWN = 3  # characters of a longer name compared on each side of a mask
SHORTEST_WORKPLACE = 4
SHORTEST_BUILDING = 6
SHORTEST_ACCOUNT = 12
ACCOUNT_END = 10
SEEN_BEFORE = 6  # digits before a mask that are compared; those nearer to the mask add nothing
SEEN_BEHIND = 4
MOST_READINGS = 8

COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "东门",
        "西门",
        "第五",
    ]
)
_HAN = re.compile(r"[㐀-鿿]+")
_COMPANY = re.compile(r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|分公司|公司|个体工商户)$")
_PLACE = re.compile(r"^(?:宁夏回族自治区|宁夏)?(?:石嘴山市|石嘴山)?(?:平罗县|平罗|惠农区|大武口区)?")
_CITIZEN = re.compile(r"\d{6}(\d{8})(\d{3}[\dx])")
_BETWEEN_PARTS = re.compile(r"[·•・‧∙⋅．.\-\s]+")
# Of a building, what stands behind it says which door: 3号楼 2单元501室.
_DOOR = re.compile(
    r"(?<=[楼栋幢座])(?:[东西南北中]?[0-9]+(?:单元|层|楼|门|室|户|号|房)?|[一二三四五六七八九十]+(?:单元|层|楼|门))+$"
)
_NUMBERED = re.compile(r"[0-9]")
_HOUSE = r"厂|公司|集团|超市|商场|酒店|饭店|宾馆|餐厅|医院|卫生院|学校|小学|中学|幼儿园|合作社|药房|药店|煤矿"
_ROOM = r"车间|班组|班|组|工段|生产线|仓库|库房|食堂|后厨|门卫室|门卫|保安部|办公室|分厂|分店|门店|维修队|质检科|[\u4e00-\u9fff]{1,4}[部科室]"
_WITHIN = re.compile(rf"(.{{2,}}?(?:{_HOUSE}))第?[0-9一二三四五六七八九十]*[\u4e00-\u9fff]{{0,4}}(?:{_ROOM})")


def of_name(name: str) -> Iterator[Form]:
    """Spellings of one name in Chinese characters, already without its title; none for others."""
    said = fold(name)
    if not _HAN.fullmatch(said) or not 2 <= len(said) <= LONGEST_FOREIGN_NAME:
        return
    if len(said) > LONGEST_NAME:
        yield from _of_foreign_name(said, [fold(part) for part in _BETWEEN_PARTS.split(name.strip())])
        return
    surname, given = split(said)
    yield from _masked_name(said, surname, given)
    yield from by_sound(surname, given)


def _of_foreign_name(name: str, parts: list[str]) -> Iterator[Form]:
    """A name of another tongue (买买提江·吐尔逊): masked, by sound, and each of its parts alone."""
    most = range(LONGEST_SHOWN + 1)
    for before, behind in itertools.product(most, most):
        if before + behind >= 2:
            yield Form(MASKED, f"{name[:before]}{MASK}{name[len(name) - behind :] if behind else ''}")
    for sound in _readings(name):
        yield Form(SOUND, sound)
    for part in parts if len(parts) > 1 else ():
        if len(part) >= SHORTEST_PART:
            yield Form(TEXT, part)
            yield from (Form(SOUND, sound) for sound in _readings(part) if len(sound) >= SHORTEST_SOUND)
        elif len(part) == SHORTEST_PART - 1:
            yield Form(NEAR, part)


def split(name: str) -> tuple[str, str]:
    """Surname and given name; two characters of surname only where they are one of the known ones."""
    at = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return name[:at], name[at:]


def _masked_name(name: str, surname: str, given: str) -> Iterator[Form]:
    n = len(name)
    for before, behind in itertools.product(range(n), range(n)):
        if 2 <= before + behind < n:
            yield Form(MASKED, f"{name[:before]}{MASK}{name[n - behind :] if behind else ''}")
    # A surname with 某 or a title, and a given name alone, tell only beside a word for the filer. A surname of two
    # characters tells by itself and stands above, unless the name has no more than one other.
    yield Form(NEAR, f"{surname}{MASK}")
    if len(given) == 1:
        yield Form(NEAR, f"{MASK}{given}")
    else:
        yield Form(NEAR, given)


def by_sound(surname: str, given: str) -> Iterator[Form]:
    """The name in letters, surname first and last, in every usual reading of its characters."""
    for first, last in itertools.product(_readings(surname), _readings(given)):
        if len(first + last) >= SHORTEST_SOUND:
            yield Form(SOUND, first + last)
            yield Form(SOUND, last + first)


def _readings(part: str) -> list[str]:
    """Up to eight ways to write these characters in letters; ü as v, u and yu."""
    each = [
        list(dict.fromkeys(spelt for sound in sounds for spelt in _spelt(fold(sound))))
        for sounds in pinyin(part, style=Style.NORMAL, heteronym=True, errors="ignore")
    ]
    if len(each) < len(part):
        return []
    return list(itertools.islice(("".join(chosen) for chosen in itertools.product(*each)), MOST_READINGS))


def _spelt(sound: str) -> list[str]:
    return [sound, sound.replace("v", "u"), sound.replace("v", "yu")] if "v" in sound else [sound]


def masked_number(number: str) -> Iterator[Form]:
    """A long number of which the last four stand behind a mask, with none to six of its first before it."""
    if len(number) < SEEN_BEFORE + SEEN_BEHIND:
        return
    for before in range(SEEN_BEFORE + 1):
        yield Form(MASKED, f"{number[:before]}{MASK}{number[-SEEN_BEHIND:]}")


def of_citizen(number: str) -> Iterator[Form]:
    """Parts of a citizen's number: day of birth with what follows it, and region with day of birth before a mask."""
    if found := _CITIZEN.fullmatch(number):
        yield Form(DIGITS, found[1] + found[2][:3])
        yield Form(MASKED, f"{number[:14]}{MASK}")
    yield from masked_number(number)


def of_telephone(number: str) -> Iterator[Form]:
    """A telephone number under a mask: its last four, or all but them."""
    yield from masked_number(number)
    if len(number) == 11:
        yield Form(MASKED, f"{number[:7]}{MASK}")


def of_account(value: str) -> Iterator[Form]:
    """An account: its last ten digits, or its last four behind a mask."""
    number = only_digits(value)
    if len(number) >= SHORTEST_ACCOUNT:
        yield Form(DIGITS, number[-ACCOUNT_END:])
        yield from masked_number(number)


def of_workplace(value: str) -> Iterator[Form]:
    """A workplace without its place, its room, and what every company is called at the end."""
    whole = _PLACE.sub("", fold(unicodedata.normalize("NFKC", value)))
    within = _WITHIN.fullmatch(whole)
    for said in (whole, within[1]) if within else (whole,):
        core = _COMPANY.sub("", said)
        if len(core) >= SHORTEST_WORKPLACE and not core.isascii():
            yield Form(TEXT, core)


def of_street(street: str) -> Iterator[Form]:
    """An address below its township, up to the building: who lives behind which of its doors is told by it already."""
    building = _DOOR.sub("", street)
    if building != street and len(building) >= SHORTEST_BUILDING and _NUMBERED.search(building):
        yield Form(TEXT, building)


def together(given: Mapping[str, str]) -> list[tuple[str, Form]]:
    """What two values give away that neither gives alone: the initials of a name with a year of birth or a number."""
    name = fold(given.get("name", ""))
    if not _HAN.fullmatch(name) or not 2 <= len(name) <= LONGEST_FOREIGN_NAME:
        return []
    initials = "".join(sound[0][0] for sound in pinyin(name, style=Style.NORMAL, errors="ignore") if sound[0])
    if len(initials) != len(name):
        return []
    ends = []
    if found := _CITIZEN.fullmatch(fold(given.get("id_number", ""))):
        ends += [found[1][:4], found[1][4:], found[1][2:]]
    if len(number := only_digits(given.get("phone", ""))) >= SEEN_BEHIND:
        ends.append(number[-SEEN_BEHIND:])
    return [("name", Form(LATIN, initials + end)) for end in dict.fromkeys(ends)]
