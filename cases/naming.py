"""Keeping the caller's name out of the caller's own words: found, replaced on request, the original sealed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from cases.letter import Letter
from identity.leak import leaks_in
from identity.people import PersonalData

CALLER = "【来电人】"
FIELDS_IN_WORDS = {
    "name": _("姓名"),
    "phone": _("电话"),
    "id_number": _("证件号"),
    "address": _("住址"),
    "email": _("邮箱"),
    "workplace": _("单位"),
    "account": _("账号"),
}


class NamesInText(ValueError):
    """The statement itself names the caller: it must be replaced by a pseudonym before it is stored in the open."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__("、".join(found))


@dataclass(frozen=True)
class Words:
    """The statement and the request as they may be stored in the open."""

    text: str
    request: str


def without_names(letter: Letter) -> tuple[PersonalData, Words]:
    """The person to seal and the words to store; original words that name somebody are sealed with the person.

    Raises `NamesInText` for names the door has not asked to replace, and for those in fields that are never rewritten.
    """
    _refuse_outside(letter)
    found = [(person, name) for person in letter.people() for name in _named(person, letter)]
    if not found:
        return letter.person, Words(letter.text, letter.request)
    if not letter.replace_names or any(leaks_in(person, letter.notes()) for person in letter.people()):
        raise NamesInText(_in_words(name for _person, name in found))
    text, request = _without(letter.text, found), _without(letter.request, found)
    rewritten = replace(letter, text=text, request=request)
    if left := [name for person in letter.people() for name in _named(person, rewritten)]:
        # A disguised spelling that plain replacement cannot reach: the clerk must rewrite it.
        raise NamesInText(_in_words(left))
    return letter.person.with_statement(f"{letter.text}\n{letter.request}"), Words(text, request)


def replaced(people: list[PersonalData], text: str) -> tuple[str, list[str]]:
    """A text with what names these people replaced, and in words what a disguised spelling still gives away."""
    text = _without(text, ((person, name) for person in people for name in leaks_in(person, text)))
    return text, _in_words(name for person in people for name in leaks_in(person, text))


def _without(text: str, found: Iterable[tuple[PersonalData, str]]) -> str:
    for person, name in found:
        text = text.replace(getattr(person, name), CALLER)
    return text


def _refuse_outside(letter: Letter) -> None:
    # A complaint of one's own landlord or employer may carry the address or the workplace; a name never.
    outside = [
        name
        for person in letter.people()
        for name in leaks_in(person, f"{letter.business_name}\n{letter.business_address}")
    ]
    if outside and not set(outside) <= {"workplace", "address"}:
        raise NamesInText(_in_words(outside))


def _named(person: PersonalData, letter: Letter) -> list[str]:
    return leaks_in(person, f"{letter.text}\n{letter.request}\n{letter.notes()}")


def _in_words(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(str(FIELDS_IN_WORDS[name]) for name in names))
