"""The receipt code: long, readable aloud, shown once, and checked however it was typed."""

import pytest
from django.db import IntegrityError, transaction

from identity import codes
from identity.codes import check_code, new_code
from identity.models import Code
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
