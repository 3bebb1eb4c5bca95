"""The forms in which a value is kept as digests: one to know the person by again, others to find in a text.

A form to find is the shortest piece that still tells who it is: whoever writes the whole number also writes its
last eight digits, so the piece finds both. What is too short or too common to tell anybody gets no form, and the
leak guard is silent about it: a name of one character, an address that ends with the township.
"""

import re
import unicodedata
from collections.abc import Mapping

from identity import variants
from identity.reading import DIGITS, LATIN, TEXT, Form, fold, only_digits
from identity.simplified import simplified
from identity.ways import house_numbers

SHORTEST_NAME = 2
SHORTEST_LATIN_NAME = 4
SHORTEST_WORDS = 4
SHORTEST_DIGITS = 5
SHORTEST_SUBSCRIBER = 7
SHORTEST_MAILBOX = 6
SHORTEST_STREET = 6
TELEPHONE_END = 8

_SEVERAL = re.compile(r"[/、，,;；|或\n]+")
_SEVERAL_SPACED = re.compile(r"[/、，,;；|或\s]+")
_EXTENSION = re.compile(r"转|分机|ext", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[【<《{]")
_TITLE = re.compile(r"(先生|女士|小姐|同志|老师|师傅)$")
_CITIZEN = re.compile(r"\d{17}[\dx]")
_CITIZEN_OLD = re.compile(r"\d{15}")
_MAINLAND = re.compile(r"(?:00)?86(?=1\d{10}$)")
_MAINLAND_SAID = re.compile(r"^\s*(?:\+|00)\s*86")
_AREA = re.compile(r"(?:010|02\d|0[3-9]\d\d)(?=\d{6,8}$)")
_COUNTY = re.compile(
    r"(?:[^省]{2,3}省|[^区]{2,6}自治区)?"
    r"(?:[^市州盟区县]{1,6}(?:市|自治州|地区|盟))?"
    r"(?:[^县区旗市镇乡]{1,7}(?:自治县|县|旗|市|(?<![小社园库厂校景矿])区))?"
)
_TOWN = re.compile(r"[^镇乡路街巷村]{1,6}(?:镇|乡|苏木|街道办事处|街道)")


def known_by(field: str, value: str) -> list[str]:
    """The forms a person is known by again: telephone numbers one by one, or the identity number.

    A short number is a service's (110, 12345, 12315), and whoever gives it as his own is known by nothing.
    A citizen's number counts without its check digit, and one of the old fifteen digits as its new one, so that
    all spellings of it are the same. Other fields know nobody again: two people share a name.
    """
    if field == "phone":
        numbers = [_telephone(part) for part in _numbers(value)]
        return [number for number in numbers if len(number) >= SHORTEST_SUBSCRIBER]
    if field == "id_number":
        number = fold(value)
        if _CITIZEN_OLD.fullmatch(number):
            return [f"{number[:6]}19{number[6:]}"]
        if _CITIZEN.fullmatch(number):
            return [number[:17]]
        return [number] if len(number) >= SHORTEST_DIGITS else []
    return []


def found_by(field: str, value: str) -> list[Form]:
    """The forms the leak guard looks for, shortest that tells; empty for a field or value that tells nothing.

    A value in traditional characters, or an address whose numbers are spelt out, is kept in the usual writing as well.
    """
    finder = _FINDERS.get(field)
    usual = simplified(value)
    written = dict.fromkeys([value, usual, house_numbers(usual) if field == "address" else usual])
    return list(dict.fromkeys(form for said in written for form in finder(said))) if finder else []


def all_found_by(given: Mapping[str, str]) -> list[tuple[str, Form]]:
    """Field and form of everything the leak guard looks for of one person, also what two fields tell together."""
    alone = [(field, form) for field, value in given.items() for form in found_by(field, value)]
    return list(dict.fromkeys([*alone, *variants.together(given)]))


def _numbers(value: str) -> list[str]:
    """The numbers of a field that may hold several; a space parts them only where each part is long enough."""
    said = unicodedata.normalize("NFKC", value)
    for between, shortest in ((_SEVERAL_SPACED, SHORTEST_SUBSCRIBER), (_SEVERAL, SHORTEST_DIGITS)):
        parts = [_EXTENSION.split(part)[0] for part in between.split(said.strip())]
        if all(len(only_digits(part)) >= shortest for part in parts):
            return parts
    return [said]


def _telephone(value: str) -> str:
    digits = only_digits(value)
    bare = _MAINLAND.sub("", digits, count=1) if _MAINLAND.match(digits) else digits
    if bare == digits and _MAINLAND_SAID.match(unicodedata.normalize("NFKC", value)):
        bare = "0" + re.sub(r"^(?:00)?86", "", digits).lstrip("0")
    return bare


def _of_telephone(value: str) -> list[Form]:
    forms = []
    for part in _numbers(value):
        digits, number = only_digits(part), _telephone(part)
        if len(number) < SHORTEST_DIGITS:
            continue
        local = _AREA.sub("", number, count=1) if _AREA.match(number) else digits
        forms += [Form(DIGITS, local[-TELEPHONE_END:]), *variants.of_telephone(number)]
    return forms


def _of_id_number(value: str) -> list[Form]:
    number = fold(value)
    if _CITIZEN.fullmatch(number):
        return [Form(DIGITS, number[:17]), *variants.of_citizen(number)]
    if _CITIZEN_OLD.fullmatch(number):
        return [Form(DIGITS, number), *variants.masked_number(number)]
    return _words(number, SHORTEST_DIGITS)


def _of_name(value: str) -> list[Form]:
    forms = []
    said = unicodedata.normalize("NFKC", value)
    for part in [said] if fold(said).isascii() else _SEVERAL.split(said):
        whole = fold(part)
        spoken = _TITLE.sub("", _BRACKET.split(part)[0].strip())
        name = core if len(core := fold(spoken)) >= SHORTEST_NAME else whole
        if len(name) >= (SHORTEST_LATIN_NAME if name.isascii() else SHORTEST_NAME):
            forms.append(Form(LATIN if name.isascii() else TEXT, name))
            forms += variants.of_name(spoken if name == core else part)
    return forms


def _of_address(value: str) -> list[Form]:
    whole = fold(value)
    below_county = whole[_end(_COUNTY, whole) :]
    street = below_county[_end(_TOWN, below_county) :]
    if not street:
        return []
    if len(street) >= SHORTEST_STREET and any(c.isdigit() for c in street):
        return [Form(TEXT, street), *variants.of_street(street)]
    return _words(below_county if len(below_county) >= SHORTEST_WORDS else whole, SHORTEST_WORDS)


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _of_email(value: str) -> list[Form]:
    mailbox = fold(unicodedata.normalize("NFKC", value).partition("@")[0])
    enough = SHORTEST_DIGITS if mailbox.isdigit() else SHORTEST_MAILBOX
    return _words(mailbox, enough) or _words(fold(value), SHORTEST_WORDS)


def _of_workplace(value: str) -> list[Form]:
    return [*_words(fold(value), SHORTEST_WORDS), *variants.of_workplace(value)]


def _of_account(value: str) -> list[Form]:
    return list(variants.of_account(value))


def _words(said: str, shortest: int) -> list[Form]:
    if len(said) < shortest:
        return []
    if said.isascii() and said.isdigit():
        return [Form(DIGITS, said)]
    return [Form(LATIN if said.isascii() else TEXT, said)]


_FINDERS = {
    "name": _of_name,
    "phone": _of_telephone,
    "id_number": _of_id_number,
    "address": _of_address,
    "email": _of_email,
    "workplace": _of_workplace,
    "account": _of_account,
}
