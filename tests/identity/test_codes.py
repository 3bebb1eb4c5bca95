"""The receipt code: long, readable aloud, shown once, and checked however it was typed."""

import pytest
from django.db import IntegrityError, transaction

from identity import codes
from identity.codes import check_code, new_code, ref_of
from identity.models import Code, CodeLookup, Person
from identity.people import UnknownPerson
from identity.seal import ALPHABET, seal

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_code_has_eighty_bits_in_groups_of_four(ref):
    code = new_code(ref)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= {*ALPHABET, "-"}
    assert len(ALPHABET) ** codes.LENGTH >= 2**80


def test_a_code_is_read_however_it_was_typed(ref, monkeypatch):
    monkeypatch.setattr(codes, "drawn", lambda _: "0123456789ABCDEF")
    new_code(ref)
    for typed in (
        "0123-4567-89AB-CDEF",
        "0123456789abcdef",
        " o123 4567 89ab cdef\n",
        "Oi23-4567-89AB-CDEF",
        "0l23－4567—89AB CDEF".replace("—", "-"),
        "０１２３４５６７８９ＡＢＣＤＥＦ",
    ):
        assert check_code(ref, typed), typed


def test_a_wrong_code_is_refused(person, ref):
    code, other = new_code(ref), seal(person, kind="report")
    assert not check_code(other, code)
    assert not check_code("P-0000000000000000", code)
    new_code(other)
    assert not check_code(other, code)
    for wrong in (
        "",
        code[:-1],
        code + "0",
        "\ud800",
        "密" * 5000,
        code[:-1] + ("0" if code[-1] != "0" else "1"),
    ):
        assert not check_code(ref, wrong)


def test_only_a_digest_is_kept(ref):
    code = new_code(ref)
    kept = bytes(Code.objects.get().digest)
    assert len(kept) == 32
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept


def test_a_reference_has_one_code(ref):
    code = new_code(ref)
    with pytest.raises(IntegrityError), transaction.atomic(using="vault"):
        new_code(ref)
    assert check_code(ref, code)


def test_nobody_has_no_code():
    with pytest.raises(UnknownPerson):
        new_code("P-0000000000000000")


def test_a_code_alone_leads_to_its_reference_and_to_no_other(person, ref):
    code, other = new_code(ref), seal(person, kind="report")
    second = new_code(other)
    assert (ref_of(code), ref_of(second)) == (ref, other)
    assert ref_of(f"  {code.lower().replace('-', ' ')}\n") == ref
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for typed in ("", wrong, code[:-1], code + "0", "密" * 5000, "\ud800", "P-0000000000000000", ref):
        assert ref_of(typed) is None


def test_a_code_issued_before_goes_with_its_number_and_not_alone(ref):
    """Rows of before have no digest of their own: they keep working where the number is given with them."""
    code = "ABCD-EFGH-JKMN-PQRS"
    Code.objects.create(person=Person.objects.get(ref=ref), digest=codes._digest(ref, code))
    assert check_code(ref, code)
    assert ref_of(code) is None


def test_a_wrong_and_a_malformed_code_cost_the_same_as_a_right_one(ref, django_assert_num_queries):
    code = new_code(ref)
    for typed in (code, code[:-1] + "?", "", "x" * 400):
        with django_assert_num_queries(1, using="vault"):
            ref_of(typed)


def test_a_lookup_whose_reference_has_another_code_opens_nothing(person, ref):
    """A row added behind our back: the digest bound to the reference does not agree, so nothing opens."""
    code, other = new_code(ref), seal(person, kind="report")
    new_code(other)
    stranger = seal(person, kind="report")
    planted = "0000-0000-0000-0000"
    CodeLookup.objects.create(person=Person.objects.get(ref=stranger), digest=codes._alone(planted))
    assert ref_of(planted) is None
    assert ref_of(code) == ref
