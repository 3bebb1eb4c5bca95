"""Sealed files: what was cut, moved, swapped or touched is found, in both suites, whatever the size."""

import io
import os

import pytest

from identity import cipher
from identity.streams import HEADER_BYTES, PIECE_BYTES, open_stream, open_whole, seal_stream

SEALED_PIECE = PIECE_BYTES + cipher.TAG_BYTES
PLACE = "mingcha/vault/1|evidence|E-1"


@pytest.fixture(params=["default", "sm"], autouse=True)
def suite(request, settings):
    settings.VAULT_CIPHER_SUITE = request.param
    return request.param


def sealed(plain: bytes, key: bytes, place: str = PLACE) -> bytes:
    target = io.BytesIO()
    assert seal_stream(io.BytesIO(plain), target, key, place=place) == len(plain)
    return target.getvalue()


def opened(data: bytes, key: bytes, place: str = PLACE) -> bytes:
    target = io.BytesIO()
    open_whole(io.BytesIO(data), target, key, place=place)
    return target.getvalue()


def pieces(data: bytes) -> tuple[bytes, list[bytes]]:
    body = data[HEADER_BYTES:]
    return data[:HEADER_BYTES], [body[i : i + SEALED_PIECE] for i in range(0, len(body), SEALED_PIECE)]


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_a_file_of_any_size_comes_out_as_it_went_in(length):
    key, plain = cipher.new_data_key(), os.urandom(length)
    assert opened(sealed(plain, key), key) == plain


def test_the_suite_stands_in_the_first_byte_and_both_open_whatever_the_setting(suite, settings):
    key = cipher.new_data_key()
    data = sealed(b"x", key)
    assert data[0] == {"default": cipher.AES256_STREAM, "sm": cipher.SM4_STREAM}[suite]
    settings.VAULT_CIPHER_SUITE = {"default": "sm", "sm": "default"}[suite]
    assert opened(data, key) == b"x"
    other = cipher.SM4_STREAM if suite == "default" else cipher.AES256_STREAM
    with pytest.raises(cipher.SealBroken):
        opened(bytes([other]) + data[1:], key)


def test_the_same_file_is_never_sealed_to_the_same_bytes():
    key = cipher.new_data_key()
    assert len({sealed(b"x" * 100, key) for _ in range(20)}) == 20


@pytest.mark.parametrize("reading", [1, 7, 100_000])
def test_a_source_that_gives_little_at_a_time_is_sealed_the_same_way(reading):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, reading) if size > 0 else reading)

    key, plain, target = (
        cipher.new_data_key(),
        os.urandom(PIECE_BYTES + 5 if reading > 1 else 50),
        io.BytesIO(),
    )
    seal_stream(Slow(plain), target, key, place=PLACE)
    assert opened(target.getvalue(), key) == plain
    assert b"".join(open_stream(Slow(target.getvalue()), key, place=PLACE)) == plain


def test_a_file_that_was_cut_does_not_open():
    key = cipher.new_data_key()
    header, (one, two, three) = pieces(data := sealed(os.urandom(2 * PIECE_BYTES + 9), key))
    for cut in (
        b"",
        header[:-1],
        header,
        header + one,
        header + one + two,
        header + one + two + three[:-1],
        data[:-10],
    ):
        with pytest.raises(cipher.SealBroken):
            opened(cut, key)
    for longer in (data + b"\0", data + one, header + one + two + three + three):
        with pytest.raises(cipher.SealBroken):
            opened(longer, key)


def test_pieces_put_in_another_order_do_not_open():
    key = cipher.new_data_key()
    header, (one, two, three) = pieces(sealed(os.urandom(3 * PIECE_BYTES), key))
    for order in (
        (two, one, three),
        (one, three),
        (two, three),
        (one, one, three),
        (one, two, two),
        (three, two, one),
    ):
        with pytest.raises(cipher.SealBroken):
            opened(header + b"".join(order), key)


def test_a_piece_of_another_file_under_the_same_key_does_not_open():
    key = cipher.new_data_key()
    plain = os.urandom(2 * PIECE_BYTES)
    header, (one, two) = pieces(sealed(plain, key))
    other_header, (other_one, other_two) = pieces(sealed(plain, key))
    for mixed in (header + other_one + two, header + one + other_two, other_header + one + two):
        with pytest.raises(cipher.SealBroken):
            opened(mixed, key)


def test_a_file_opens_in_its_place_and_under_its_key_only():
    key = cipher.new_data_key()
    data = sealed(b"x", key)
    for other_key, place in ((key, "mingcha/vault/1|evidence|E-2"), (cipher.new_data_key(), PLACE)):
        with pytest.raises(cipher.SealBroken):
            opened(data, other_key, place)


def test_no_bit_can_be_turned():
    key = cipher.new_data_key()
    data = sealed(b"evidence", key)
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        with pytest.raises(cipher.SealBroken):
            opened(bytes(changed), key)


def test_what_was_written_before_a_break_is_cut_away_again():
    key, target = cipher.new_data_key(), io.BytesIO()
    header, (one, _two) = pieces(sealed(os.urandom(2 * PIECE_BYTES), key))
    target.write(b"before")
    with pytest.raises(cipher.SealBroken):
        open_whole(io.BytesIO(header + one), target, key, place=PLACE)
    assert target.getvalue() == b"before"


def test_a_value_is_no_file_and_a_file_no_value(suite):
    key = cipher.new_data_key()
    value = {"default": cipher.AES256_VALUE, "sm": cipher.SM4_VALUE}[suite]
    with pytest.raises(cipher.SealBroken):
        opened(cipher.seal_under(key, b"x" * 100, suite=value, place=PLACE), key)
    with pytest.raises(cipher.SealBroken):
        cipher.open_under(key, sealed(b"x" * 100, key), place=PLACE)
