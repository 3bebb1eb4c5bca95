"""The same person is known again by any spelling of a number, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import forms
from identity.blind import same_person
from identity.models import BlindDigest
from identity.people import PersonalData
from identity.seal import seal

vault = pytest.mark.django_db(databases=["default", "vault"])

PHONE = [
    "13895204417",
    " 138 9520 4417 ",
    "138-9520-4417",
    "(+86)138.9520.4417",
    "+86 13895204417",
    "＋８６　１３８９５２０４４１７",
    "008613895204417",
    "86-138-9520-4417",
    "一三八九五二〇四四一七",
]


@vault
@pytest.mark.parametrize("spelt", PHONE)
def test_a_telephone_number_is_known_in_any_spelling(spelt):
    ref = seal(PersonalData(name="甲", phone="138 9520 4417"), kind="report")
    assert same_person(phone=spelt) == [ref]


@pytest.mark.parametrize(
    ("field", "value", "known"),
    [
        ("phone", "0952-6012345", ["09526012345"]),
        ("phone", "+86 952 6012345", ["09526012345"]),
        ("phone", "0086-952-6012345", ["09526012345"]),
        ("phone", "0952-6012345转801", ["09526012345"]),
        ("phone", "13895204417/0952-6012345", ["13895204417", "09526012345"]),
        ("phone", "13895204417、13995204418", ["13895204417", "13995204418"]),
        ("phone", "13895204417 13995204418", ["13895204417", "13995204418"]),
        ("phone", "+852 9123 4567", ["85291234567"]),
        ("phone", "8612345", ["8612345"]),
        ("phone", "无", []),
        ("phone", "110", []),
        ("id_number", "64022119870314051X", ["64022119870314051"]),
        ("id_number", "６４０２２１ １９８７０３１４ ０５１ｘ", ["64022119870314051"]),
        ("id_number", "640221870314051", ["64022119870314051"]),
        ("id_number", "E1234 5678", ["e12345678"]),
        ("id_number", "1", []),
        ("name", "慕容致远", []),
        ("address", "团结西路118号", []),
    ],
)
def test_what_a_value_is_known_by(field, value, known):
    assert forms.known_by(field, value) == known


@vault
def test_filings_of_one_person_come_newest_first_and_once():
    both = PersonalData(phone="13895204417", id_number="64022119870314051X")
    refs = [seal(both, kind="report"), seal(PersonalData(phone="13895204417"), kind="complaint")]
    seal(PersonalData(phone="13895204418"), kind="report")
    assert same_person(phone="13895204417") == refs[::-1]
    assert same_person(id_number="64022119870314051x") == refs[:1]
    assert same_person(phone="13895204417", id_number="64022119870314051X") == refs[::-1]


@vault
def test_nobody_is_known_by_nothing():
    seal(PersonalData(name="甲"), kind="report")
    assert (
        same_person() == same_person(phone="", id_number="") == same_person(phone="-", id_number="无") == []
    )


@vault
def test_a_phone_is_not_taken_for_an_identity_number():
    seal(PersonalData(phone="13895204417"), kind="report")
    assert same_person(id_number="13895204417") == []


@vault
def test_a_digest_is_of_a_fixed_length_and_needs_the_key(person, settings, tmp_path):
    seal(person, kind="report")
    assert {len(bytes(d)) for d in BlindDigest.objects.values_list("digest", flat=True)} == {16}
    other = tmp_path / "index"
    other.touch(mode=0o600)
    other.write_text("11" * 32, encoding="ascii")
    settings.VAULT_INDEX_KEY_FILE = str(other)
    assert same_person(phone=person.phone) == []


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", " ", "-", "　", "."]),
    st.booleans(),
)
def test_spelling_does_not_change_what_is_known(number, between, full_width):
    spelt = between.join([number[:3], number[3:7], number[7:]])
    if full_width:
        spelt = spelt.translate({ord("0") + d: ord("０") + d for d in range(10)})
    for prefix in ("", "+86", "0086 ", "86"):
        assert forms.known_by("phone", prefix + spelt) == [number]
