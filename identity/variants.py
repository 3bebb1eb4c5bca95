"""The other spellings of a sealed value: masked, by sound, by surname and title, in parts, joined with a second value.

A mask that leaves the same visible pieces is the same value to whoever knows three people it could be; a mask so wide
that it fits half the county is let through. What only tells beside a word for the filer (a surname with 某, a given
name alone) is looked for there and nowhere else, or every 王某 of a paper would hold it back.

Traditional characters are no spelling we know: no library pinned here turns one into the other.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping

from pypinyin import Style, pinyin

from identity.reading import DIGITS, LATIN, MASK, MASKED, NEAR, SOUND, TEXT, Form, fold, only_digits

SHORTEST_SOUND = 6  # letters of a name written by sound: "lili" stands in too many words
LONGEST_NAME = 4
SHORTEST_WORKPLACE = 4
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


def of_name(name: str) -> Iterator[Form]:
    """Spellings of one name of two to four characters, already without its title; none for others."""
    said = fold(name)
    if not _HAN.fullmatch(said) or not 2 <= len(said) <= LONGEST_NAME:
        return
    surname, given = split(said)
    yield from _masked_name(said, surname, given)
    yield from by_sound(surname, given)


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
    """A workplace without its place and without what every company is called at the end."""
    core = _COMPANY.sub("", _PLACE.sub("", fold(unicodedata.normalize("NFKC", value))))
    if len(core) >= SHORTEST_WORKPLACE and not core.isascii():
        yield Form(TEXT, core)


def together(given: Mapping[str, str]) -> list[tuple[str, Form]]:
    """What two values give away that neither gives alone: the initials of a name with a year of birth or a number."""
    name = fold(given.get("name", ""))
    if not _HAN.fullmatch(name) or not 2 <= len(name) <= LONGEST_NAME:
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
