"""The ciphers are the published ones: SM3, HMAC-SM3 and SM4 by their standards, HPKE by RFC 9180, GCM and HKDF too.

The HPKE vectors of the RFC carry associated data, which our seal does not use. So the RFC is written out here a
second time, checked against its own vector, and then opens what our seal closed.
"""

import hashlib
import hmac
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from identity import cipher

ROOT = Path(__file__).resolve().parents[2]
AES_128_GCM, AES_256_GCM = (1, 16), (2, 32)


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_as_in_gb_t_32905(message, digest):
    made = hashes.Hash(hashes.SM3())
    made.update(message)
    assert made.finalize().hex() == digest


@pytest.mark.parametrize(
    ("key", "message", "digest"),
    [
        (
            bytes(range(0x01, 0x21)),
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2,
            "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a",
        ),
        (
            bytes(range(0x01, 0x26)),
            b"\xcd" * 50,
            "220bf579ded555393f0159f66c99877822a3ecf610d1552154b41d44b94db3ae",
        ),
        (b"\x0b" * 32, b"Hi There", "c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e"),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882",
        ),
    ],
)
def test_hmac_sm3_as_in_gm_t_0042(key, message, digest, monkeypatch):
    monkeypatch.setattr(cipher, "_measured", lambda part: part.encode("latin-1"))
    assert cipher.KeyedDigest(key)(message.decode("latin-1")).hex() == digest


def test_no_two_questions_are_the_same_bytes():
    key = b"k" * 32
    assert cipher.KeyedDigest(key, "same", "phone")("1") != cipher.KeyedDigest(key, "same")("phone1")
    assert cipher.KeyedDigest(key, "ab")("c") != cipher.KeyedDigest(key, "a")("bc")


# --- RFC 9180, base mode, one shot, written out from the text of the RFC ------------------------------------


def _extract(salt: bytes, label: bytes, secret: bytes, suite: bytes) -> bytes:
    return hmac.new(salt or b"\0" * 32, b"HPKE-v1" + suite + label + secret, hashlib.sha256).digest()


def _expand(key: bytes, label: bytes, info: bytes, length: int, suite: bytes) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    out, block = b"", b""
    for counter in (1, 2):
        block = hmac.new(key, block + labelled + bytes([counter]), hashlib.sha256).digest()
        out += block
    return out[:length]


def _open(
    sealed: bytes, private: X25519PrivateKey, *, info: bytes, aad: bytes, aead: tuple[int, int]
) -> bytes:
    sent, ciphertext = sealed[:32], sealed[32:]
    kem = b"KEM" + (0x20).to_bytes(2, "big")
    suite = b"HPKE" + (0x20).to_bytes(2, "big") + (1).to_bytes(2, "big") + aead[0].to_bytes(2, "big")
    exchanged = private.exchange(X25519PublicKey.from_public_bytes(sent))
    eae = _extract(b"", b"eae_prk", exchanged, kem)
    shared = _expand(eae, b"shared_secret", sent + private.public_key().public_bytes_raw(), 32, kem)
    context = b"\0" + _extract(b"", b"psk_id_hash", b"", suite) + _extract(b"", b"info_hash", info, suite)
    secret = _extract(shared, b"secret", b"", suite)
    key = _expand(secret, b"key", context, aead[1], suite)
    nonce = _expand(secret, b"base_nonce", context, 12, suite)
    return AESGCM(key).decrypt(nonce, ciphertext, aad)


def test_the_second_writing_agrees_with_rfc_9180_a_1_1():
    private = X25519PrivateKey.from_private_bytes(
        bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
    )
    sealed = bytes.fromhex(
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
    )
    opened = _open(sealed, private, info=b"Ode on a Grecian Urn", aad=b"Count-0", aead=AES_128_GCM)
    assert opened == b"Beauty is truth, truth beauty"


def test_the_second_writing_opens_our_seal():
    private = cipher.new_private_key()
    sealed = cipher.seal_bytes("慕容致远".encode(), private.public_key(), info="here")
    assert sealed[0] == cipher.HPKE_X25519_AES256
    assert _open(sealed[1:], private, info=b"here", aad=b"", aead=AES_256_GCM).decode() == "慕容致远"
    with pytest.raises(InvalidTag):
        _open(sealed[1:], private, info=b"there", aad=b"", aead=AES_256_GCM)


# --- AES-256-GCM, SM4 and SM4-GCM, HKDF -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aad", "length", "tag"),
    [
        ("", 64, "b094dac5d93471bdec1a502270e3cc6c"),
        ("feedfacedeadbeeffeedfacedeadbeefabaddad2", 60, "76fc6ece0f4e1768cddf8853bb2d551b"),
    ],
)
def test_aes_256_gcm_as_in_the_gcm_paper_cases_15_and_16(aad, length, tag):
    key, nonce = (
        bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2),
        bytes.fromhex("cafebabefacedbaddecaf888"),
    )
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
    )[:length]
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
    )[:length] + bytes.fromhex(tag)
    assert AESGCM(key).encrypt(nonce, plain, bytes.fromhex(aad)) == sealed


def test_sm4_as_in_gb_t_32907():
    """Example 1, and example 2: the same block encrypted a million times under the same key."""
    key = block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    made = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()  # noqa: S305  # the standard's own example
    block = made.update(block)
    assert block.hex() == "681edf34d206965e86b3e94f536e4246"
    for _ in range(999_999):
        block = made.update(block)
    assert block.hex() == "595298c7c6fd271f0402f804c33d3f66"


def test_sm4_gcm_as_in_rfc_8998_a_1():
    key, nonce = bytes.fromhex("0123456789abcdeffedcba9876543210"), bytes.fromhex("00001234567800000000abcd")
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd")
    plain += bytes.fromhex("eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa")
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert cipher.Sm4Gcm(key).encrypt(nonce, plain, aad) == sealed
    assert cipher.Sm4Gcm(key).decrypt(nonce, sealed, aad) == plain
    for broken in (sealed[:-1], sealed[:15], b"", sealed[:-1] + b"\0"):
        with pytest.raises(InvalidTag):
            cipher.Sm4Gcm(key).decrypt(nonce, broken, aad)
    with pytest.raises(InvalidTag):
        cipher.Sm4Gcm(key).decrypt(nonce, sealed, aad + b"x")


def test_hkdf_as_in_rfc_5869_a_1():
    made = HKDF(hashes.SHA256(), 42, bytes(range(13)), bytes(range(0xF0, 0xFA))).derive(b"\x0b" * 22)
    assert made.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


def _hkdf(name: str, secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 written out, one block."""
    key = hmac.new(salt or b"\0" * 32, secret, name).digest()
    return hmac.new(key, info + b"\x01", name).digest()[:length]


def test_the_second_writing_opens_what_is_sealed_under_a_data_key():
    """There is no published vector for HKDF with SM3: it is the RFC's text with the other hash, written out again."""
    data_key = cipher.new_data_key()
    for suite, name, length, made in (
        (cipher.AES256_VALUE, "sha256", 32, AESGCM),
        (cipher.SM4_VALUE, "sm3", 16, cipher.Sm4Gcm),
    ):
        sealed = cipher.seal_under(data_key, "慕容致远".encode(), suite=suite, place="here")
        assert sealed[0] == suite
        key = _hkdf(name, data_key, b"", bytes([suite]) + b"value", length)
        assert made(key).decrypt(sealed[1:13], sealed[13:], b"here").decode() == "慕容致远"


# --- our own promises about it ------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x01" * 10, b"\x01" * 80, b"\x02" * 80, b"\x00" * 80])
def test_what_is_no_seal_does_not_open(broken):
    with pytest.raises(cipher.SealBroken):
        cipher.open_bytes(broken, cipher.new_private_key(), info="here")


def test_a_seal_opens_only_in_its_place_with_its_key_and_unchanged():
    private = cipher.new_private_key()
    sealed = cipher.seal_bytes(b"x", private.public_key(), info="here")
    assert cipher.open_bytes(sealed, private, info="here") == b"x"
    with pytest.raises(cipher.SealBroken):
        cipher.open_bytes(sealed, private, info="there")
    with pytest.raises(cipher.SealBroken):
        cipher.open_bytes(sealed, cipher.new_private_key(), info="here")
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(cipher.SealBroken):
            cipher.open_bytes(bytes(changed), private, info="here")


def test_the_same_value_is_never_sealed_to_the_same_bytes():
    public = cipher.new_private_key().public_key()
    assert len({cipher.seal_bytes(b"x", public, info="here") for _ in range(20)}) == 20


@pytest.mark.parametrize("suite", [cipher.AES256_VALUE, cipher.SM4_VALUE])
def test_a_value_under_a_data_key_opens_only_in_its_place_with_its_key_and_unchanged(suite):
    key = cipher.new_data_key()
    sealed = cipher.seal_under(key, b"x", suite=suite, place="here")
    assert cipher.open_under(key, sealed, place="here") == b"x"
    for other_key, place in ((key, "there"), (cipher.new_data_key(), "here")):
        with pytest.raises(cipher.SealBroken):
            cipher.open_under(other_key, sealed, place=place)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(cipher.SealBroken):
            cipher.open_under(key, bytes(changed), place="here")
    for short in range(len(sealed)):
        with pytest.raises(cipher.SealBroken):
            cipher.open_under(key, sealed[:short], place="here")


def test_two_suites_and_two_uses_never_work_under_one_key():
    key = cipher.new_data_key()
    made = {
        cipher.aead(suite, key, info=info, salt=salt).encrypt(b"\0" * 12, b"x" * 16, b"")
        for suite in (cipher.AES256_VALUE, cipher.SM4_VALUE, cipher.AES256_STREAM, cipher.SM4_STREAM)
        for info in ("value", "stream")
        for salt in (b"", b"1" * 16)
    }
    assert len(made) == 16
    with pytest.raises(cipher.SealBroken):
        cipher.aead(9, key, info="value")


TOUCHING = {
    "identity/cipher.py": "the vault: everything sealed for good",
    "identity/visits.py": "the mark of a visit behind a code, which ends with the visit",
    "accounts/sealing.py": "the secrets of officers' second factor, under a key of the house's own",
    "evidence/intake.py": "both digests of a file, reckoned while it streams in",
}


def test_only_these_modules_of_the_house_touch_the_ciphers():
    rooms = [p.parent for p in ROOT.glob("*/__init__.py") if p.parent.name != "tests"]
    touching = {
        str(file.relative_to(ROOT))
        for room in rooms
        for file in room.rglob("*.py")
        if "cryptography" in file.read_text(encoding="utf-8").replace("cryptographic", "")
        and any(
            line.lstrip().startswith(("import cryptography", "from cryptography"))
            for line in file.read_text(encoding="utf-8").splitlines()
        )
    }
    assert touching == set(TOUCHING)
