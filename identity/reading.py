"""How a text is read when a sealed value is looked for in it: every character folded by itself, then windows slid.

Each character is folded without regard to its neighbours (half-width, small letters, no marks, spaces or
punctuation), so that the reading of a text contains the reading of every part of it. That is what lets the guard
promise that a value standing in a text is found, whatever stands around it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

# What a value is made of decides which stretches of a text can hold it, and so which windows are worth a digest.
DIGITS = "digits"  # telephone and identity numbers, also when written with Chinese numerals
LATIN = "latin"  # e-mail addresses, passports, names in Latin letters
TEXT = "text"  # anything else
SOUND = "sound"  # a Chinese name in letters, with or without tones
MASKED = "masked"  # a value with a hole: 138****4417, 慕*致远
NEAR = "near"  # what tells only beside a word for whoever filed: 举报人张某
SHAPES = (DIGITS, LATIN, TEXT, SOUND, MASKED, NEAR)

MASK = "*"  # what every kind of mask becomes, however long
MASKS = "*＊×✕✖●○◯■□▇█_＿…⋯#＃某"  # they are what people write
_SEEN, _BEHIND, _SURE = (
    6,
    4,
    3,
)  # digits compared before and behind a mask; fewer before it than three prove nothing
BESIDE = 6  # characters between a word for the filer and what tells beside it

_RUNS = {
    DIGITS: re.compile(r"[0-9]+"), LATIN: re.compile(r"[0-9a-z]+"), TEXT: re.compile(r".+"), SOUND: re.compile(r"[a-z]+"),
}  # fmt: skip
_TONES = re.compile(r"(?<=[a-z])[1-5](?![0-9])")
_LETTER_MASK = re.compile(r"x{2,}|(?<=[\u4e00-\u9fff])x(?![0-9a-z])")
_MASK_RUN = re.compile(r"\*+")
_MASKED_NUMBER = re.compile(r"([0-9]*)\*([0-9]*x?)")
# Words for whoever filed. As parts they also stand in what was done; as whole words they name somebody.
_FILER = re.compile(
    r"举报|投诉|检举|揭发|告发|控告|知情|来电|反映|来访|来信|爆料|线索提供|消费者|当事员工|内部人员"
)
FILERS = (
    r"(?:举报|检举|投诉|知情|来电|反映|来访|来信|爆料|揭发|告发|控告|申诉|报案|线索提供)(?:人|者|员工|群众)"
    r"|消费者|当事员工|内部人员"
)
# 王某商店 is a business without its name, whoever stands beside it.
_BUSINESS = re.compile(
    r"(?:食品|副食|百货|便民|生活|水果|蔬菜|粮油|烟酒|五金|服装|家电|母婴|餐饮|早餐|烧烤|火锅|牛羊肉|便利)*"
    r"(?:商店|超市|饭店|餐馆|餐厅|饭馆|药店|药房|便利店|食品店|水果店|经营部|门市|商行|公司|诊所|旅馆|宾馆|酒店|工厂|加工厂|作坊|摊位)"
)
_TITLED = re.compile(r"(?:先生|女士|小姐|同志|老师|师傅|大姐|大哥|大爷|阿姨|经理|主任|老板|姓)")
_NUMERALS = str.maketrans("〇零一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖", "0011122233445566778899")
# What stands for figures in a text: also bankers' and shopkeepers' numerals, and the words of radio operators. Not in a
# value: a village may be called after a cave.
SAID_NUMERALS = {
    **_NUMERALS,
    **str.maketrans("弌弍弎叄参參貳陸兩洞拐勾〡〢〣〤〥〦〧〨〩", "123333262079123456789"),
}
# Letters to Unicode, blank on every screen.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0")


@dataclass(frozen=True, repr=False)
class Form:
    """One folded piece of a value and the shape a text is read in to find it; shows itself nowhere."""

    shape: str
    value: str


class _Fold(dict[int, str]):
    """What becomes of one character, worked out at its first appearance; most of punctuation becomes nothing."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = kept = "".join(_plain_digit(c) for c in parts if c.isalnum() and c not in _BLANK)
        return kept


def _plain_digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdigit() else character


# A circle is punctuation to Unicode and a zero to whoever writes a number in Chinese.
_FOLD = _Fold({ord("○"): "〇"})
# The same, but whatever covers a character stands where it stood.
_FOLD_MASKED = _Fold({**dict.fromkeys(map(ord, MASKS), MASK), ord("〇"): "〇"})


def fold(text: str) -> str:
    """A text as it is compared: half-width, small letters, nothing but letters and digits."""
    return text.translate(_FOLD)


def only_digits(text: str) -> str:
    """The digits of a text, Chinese numerals among them, and nothing else."""
    return "".join(_RUNS[DIGITS].findall(fold(text).translate(_NUMERALS)))


class Reading:
    """One text, read for values of a shape; `public` are words whose own appearance in it gives nothing away.

    A business that bears its owner's name is printed in every paper about it: the name inside the business's
    name is excused, the same name anywhere else is not.
    """

    def __init__(self, text: str, shape: str, public: Sequence[str] = ()) -> None:
        self._said = _shaped(text, shape)
        self._runs = [run.group() for run in _RUNS.get(shape, _RUNS[TEXT]).finditer(self._said)]
        self._public = [words for p in public if (words := _shaped(p, shape))]

    def windows(self, length: int) -> set[str]:
        """Every different stretch of this length that a value of the shape could be."""
        return {run[i : i + length] for run in self._runs for i in range(len(run) - length + 1)}

    def gives_away(self, window: str) -> bool:
        """Whether the stretch stands anywhere outside the public words."""
        covered = self._covered()
        return any(
            not any(start <= at and at + len(window) <= end for start, end in covered)
            for at in _places(window, self._said)
        )

    def _covered(self) -> Collection[tuple[int, int]]:
        return [(at, at + len(words)) for words in self._public for at in _places(words, self._said)]


def reading(text: str, shape: str, public: Sequence[str] = ()) -> "Reading":
    """A text read for one shape."""
    kinds = {MASKED: Masked, NEAR: Near}
    return kinds.get(shape, Reading)(text, shape, public)


class Masked(Reading):
    """A text read for values with a hole: around every mask, the pieces that may be the visible ends of a value."""

    longest = 3  # characters of a name that can stand on either side

    def __init__(self, text: str, shape: str, public: Sequence[str] = ()) -> None:
        super().__init__(text, shape, public)
        self._at: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for piece, start, end in self._pieces():
            self._at[piece].append((start, end))

    def windows(self, length: int) -> set[str]:
        return {piece for piece in self._at if len(piece) == length}

    def gives_away(self, window: str) -> bool:
        covered = self._covered()
        return any(
            not any(first <= start and end <= last for first, last in covered)
            for start, end in self._at[window]
        )

    def _pieces(self) -> Iterator[tuple[str, int, int]]:
        said = self._said
        for found in _MASK_RUN.finditer(said):
            at, behind = found.span()
            before = self._until_mask(range(at - 1, max(at - self.longest, 0) - 1, -1))
            after = self._until_mask(range(behind, min(behind + self.longest, len(said))))
            for i in range(before + 1):
                for j in range(after + 1):
                    if i or j:
                        yield f"{said[at - i : at]}{MASK}{said[behind : behind + j]}", at - i, behind + j
        for found in _MASKED_NUMBER.finditer(said):
            for piece in _ends(*found.groups()):
                yield piece, found.start(), found.end()

    def _until_mask(self, places: Iterable[int]) -> int:
        """How many characters stand on one side before the next mask."""
        count = 0
        for at in places:
            if self._said[at] == MASK:
                break
            count += 1
        return count


def _ends(first: str, last: str) -> Iterator[str]:
    """What the digits on both sides of a mask may be the ends of; those of a neighbouring column may hang on them."""
    shown = len(first)
    before = {first} if shown < _SURE else {first[shown - n :] for n in range(_SURE, min(shown, _SEEN) + 1)}
    before |= {first[at : at + _SEEN] for at in range(shown - _SEEN)}
    starts = (
        range(min(len(last) - _BEHIND, _BEHIND) + 1) if shown >= _SURE else {0, max(len(last) - _BEHIND, 0)}
    )
    for at in starts:
        behind = last[at : at + _BEHIND]
        if len(behind) == _BEHIND:
            yield from (f"{part}{MASK}{behind}" for part in before)
    if len(last) < _BEHIND:
        yield from (f"{first[-n:]}{MASK}" for n in (7, 14) if shown >= n)


class Near(Masked):
    """A text read beside its words for the filer: surnames with 某, a mask or a title, and given names alone."""

    def _pieces(self) -> Iterator[tuple[str, int, int]]:
        said = self._said
        near = bytearray(len(said) + 1)
        for word in _FILER.finditer(said):
            start, end = max(word.start() - BESIDE, 0), min(word.end() + BESIDE + 1, len(said))
            near[start:end] = b"\1" * (end - start)
        at = near.find(1)
        while at >= 0:
            for length in (2, 3):
                if at + length <= len(said) and near[at + length - 1] and not self._of_business(at, length):
                    yield said[at : at + length], at, at + length
            yield from self._surnames(at)
            at = near.find(1, at + 1)

    def _surnames(self, at: int) -> Iterator[tuple[str, int, int]]:
        """What begins here and tells a surname alone: 王先生, 老王, 姓王."""
        said = self._said
        for length in (1, 2):
            title = _TITLED.match(said, at + length)
            if title and at + length <= len(said):
                yield f"{said[at : at + length]}{MASK}", at, title.end()
        before = said[at : at + 1]
        for length in (1, 2) if before == "姓" else (1,) if before in {"老", "小"} else ():
            if at + length < len(said) and said[at + 1] not in "名氏":
                yield f"{said[at + 1 : at + 1 + length]}{MASK}", at, at + 1 + length

    def _of_business(self, at: int, length: int) -> bool:
        """Whether what stands here is the masked owner in the name of a business."""
        end = at + length
        return self._said[end - 1] == MASK and _BUSINESS.match(self._said, end) is not None


def _shaped(text: str, shape: str) -> str:
    if shape in {MASKED, NEAR}:
        return _MASK_RUN.sub(MASK, _LETTER_MASK.sub(MASK, text.translate(_FOLD_MASKED)))
    if shape == SOUND:
        return _TONES.sub("", fold(text))
    return fold(text).translate(SAID_NUMERALS) if shape == DIGITS else fold(text)


def _places(part: str, whole: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)
