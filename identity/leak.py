"""Does a text contain a sealed value? Answered from digests, without opening the vault; any error refuses.

A window of each sealed value's length slides over the text, and its digest is held against the kept ones. The
answer names the field, never the value. Spaces, dashes, full-width characters and Chinese numerals do not hide a
value, nor do a mask, the letters of its sound, or a surname with 某 beside a word for the filer (`identity.variants`);
the text is read in every way it can be taken (`identity.ways`). Persons sealed before a spelling was kept are found by
what was kept of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import TypeVar

from identity.blind import MARK, digester, mark_of
from identity.forms import all_found_by, found_by
from identity.models import BlindDigest
from identity.people import TELLING, PersonalData
from identity.reading import SHAPES, reading
from identity.ways import readings

Key = TypeVar("Key", bytes, str)
# What is looked for: by shape and length, which key stands for which fields.
Wanted = Mapping[tuple[str, int], Mapping[Key, set[str]]]

_AT_ONCE = 500


class LeakCheckFailed(RuntimeError):
    """The text could not be checked, so it must not leave. Says what kind of error stood in the way, no more."""


class _FailsClosed:
    """Turns every error of the check into the one that callers refuse on, and drops what it carried.

    An error from inside may hold a piece of the text, or of a value; neither may reach a log.
    """

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            raise LeakCheckFailed(type(error).__name__) from None


def leaks(refs: Sequence[str], text: str, *, public: Sequence[str] = ()) -> list[str]:
    """The fields of these sealed persons that stand in the text, in the order of the form; empty when none does.

    `public` are words that may stand there whoever is behind the matter (the respondent's name and address, the
    bureau's own): a value inside them is excused there and nowhere else. Raises `LeakCheckFailed` for whatever
    keeps the check from being made: an unknown reference, a missing or wrong index key, a row gone from the vault.
    """
    with _FailsClosed():
        return _in_order(_found(_wanted(refs), text, public, digester))


def leaks_in(person: PersonalData, text: str, *, public: Sequence[str] = ()) -> list[str]:
    """The fields of a person not yet sealed that stand in a text, found exactly as `leaks` will find them."""
    wanted: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(dict)
    with _FailsClosed():
        for field, form in all_found_by(person.given()):
            wanted[form.shape, len(form.value)].setdefault(form.value, set()).add(field)
        return _in_order(_found(wanted, text, public, lambda _: str))


def _wanted(refs: Sequence[str]) -> Wanted[bytes]:
    """The digests to look for, after making sure that all of them are there and were made with our key."""
    if isinstance(refs, str):
        raise TypeError("refs must be a sequence of references")
    asked = sorted(set(refs))
    wanted: dict[tuple[str, int], dict[bytes, set[str]]] = defaultdict(dict)
    kept, marks = dict.fromkeys(asked, 0), dict[str, tuple[int, bytes]]()
    for start in range(0, len(asked), _AT_ONCE):
        rows = BlindDigest.objects.filter(
            person__ref__in=asked[start : start + _AT_ONCE], purpose__in=(*SHAPES, MARK)
        )
        for ref, purpose, field, length, digest in rows.values_list(
            "person__ref", "purpose", "field", "length", "digest"
        ):
            if purpose == MARK:
                marks[ref] = (length, bytes(digest))
                continue
            kept[ref] += 1
            wanted[purpose, length].setdefault(bytes(digest), set()).add(field)
    for ref in asked:
        count, mark = marks[ref]  # an unknown reference has none
        if count != kept[ref] or mark != mark_of(ref, count):
            raise LookupError("digests do not match their mark")
    return wanted


def _found(
    wanted: Wanted[Key], text: str, public: Sequence[str], key_of: Callable[[str], Callable[[str], Key]]
) -> set[str]:
    found: set[str] = set()
    read = list(readings(text, public))
    for shape in SHAPES:
        lengths = [length for kind, length in wanted if kind == shape]
        if not lengths:
            continue
        key = key_of(shape)
        # Where the workplace is the respondent itself, saying whom a paper is about says nothing of the filer.
        theirs = {key(f.value) for words in public for f in found_by("workplace", words) if f.shape == shape}
        known, telling = set[str](), dict[str, set[str]]()  # a digest costs more than all else: each once
        for said, excused, shapes in read:
            if shape not in shapes:
                continue
            one = reading(said, shape, excused)
            for length in lengths:
                windows = one.windows(length)
                for window in windows - known:
                    if fields := wanted[shape, length].get(digest := key(window)):
                        telling[window] = fields - {"workplace"} if digest in theirs else fields
                known |= windows
                for window in windows & telling.keys():
                    if not telling[window] <= found and one.gives_away(window):
                        found |= telling[window]
    return found


def _in_order(found: Iterable[str]) -> list[str]:
    return [field for field in TELLING if field in set(found)]
