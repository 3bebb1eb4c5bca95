"""A file comes in: sealed untouched, entered without its name, its sterile copy made by the worker; or refused in words."""

import hashlib
import io
import socket
from datetime import datetime, time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from django.conf import settings as conf
from django.db import DatabaseError, connections, transaction
from django.utils.timezone import get_default_timezone, localdate

from demo.walk import fulfil_owed
from evidence import scanner, store
from evidence.intake import NotTaken
from evidence.models import Evidence, SterileCopy
from files import sandbox
from identity.cipher import SealBroken
from identity.keys import VaultClosed
from procedure.journal import JournalEntry, verify
from procedure.locks import Locked
from procedure.orders import Order
from tests.evidence.handing import Clamd, hand_in
from tests.files import making

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def files_of(folder):
    place = Path(conf.EVIDENCE_DIR) / folder
    return sorted(place.iterdir()) if place.is_dir() else []


def unsealed(evidence):
    name, pieces = store.open_original(evidence.ref, evidence.place)
    return name, b"".join(pieces)


@pytest.mark.parametrize("code", making.MAKERS)
def test_the_original_opens_bit_for_bit_and_the_sterile_copy_names_nobody(walk, report, code):
    data, name = making.MAKERS[code](), f"慕容致远 的{code}.{'txt' if code == 'text' else code}"
    evidence = hand_in(walk, report, data, name)
    fulfil_owed(("evidence",))
    assert unsealed(evidence) == (name, data)
    copy = SterileCopy.objects.get(evidence=evidence)
    made = store.path_of(store.STERILE, copy.place).read_bytes()
    assert copy.sha256 == hashlib.sha256(made).hexdigest()
    assert not [mark for mark in making.marks() if mark in made]
    assert copy.removed


def test_the_row_says_the_day_the_kind_and_the_digests_and_no_name(walk, report):
    data = making.jpeg()
    evidence = hand_in(walk, report, data)
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(data)
    assert evidence.ref.startswith("E-")
    assert (evidence.seq, evidence.kind, evidence.size) == (1, "jpeg", len(data))
    assert (evidence.sha256, evidence.sm3) == (hashlib.sha256(data).hexdigest(), sm3.finalize().hex())
    assert evidence.received_on == localdate(walk.now)
    assert (evidence.volume, evidence.scanned) == (Evidence.SIDE, False)
    entry = JournalEntry.objects.get(pk=evidence.entry_id)
    assert (entry.name, entry.verb, entry.basis) == ("收存证据", "take_evidence", "evidence.taken")
    assert set(entry.facts) == {"evidence", "file_kind", "sha256", "sm3"}
    assert verify() == []
    assert hand_in(walk, report).seq == 2


def test_each_piece_has_its_volume_from_birth(walk, report):
    complaint = walk.call("电饭煲坏了要求更换", name="钱途亮", phone="13909520103").complaint
    assert hand_in(walk, report).volume == Evidence.SIDE
    assert hand_in(walk, report, given_by="officer", act=walk.act("chengban1")).volume == Evidence.MAIN
    assert hand_in(walk, complaint).volume == Evidence.MAIN


def test_what_was_handed_in_lies_dated_to_the_day_and_readable_by_this_account_alone(walk, report):
    hand_in(walk, report)
    fulfil_owed(("evidence",))
    start = datetime.combine(localdate(walk.now), time(), get_default_timezone()).timestamp()
    for folder in ("originals", "sterile"):
        (file,) = files_of(folder)
        assert file.stat().st_mtime == start
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
    order = Order.objects.get(room="evidence")
    assert {order.fulfilled_at.timestamp(), order.leased_until_at.timestamp()} == {start}


def test_a_thief_of_the_disk_and_both_databases_finds_no_original_and_no_name(walk, report):
    """Everything there is to steal is searched: each file, and every value of every row of both databases."""
    data = making.jpeg()
    evidence = hand_in(walk, report, data)
    fulfil_owed(("evidence",))
    pieces = [data[at : at + 24] for at in range(0, len(data) - 24, 24)]
    names = [
        part.encode(coding)
        for part in ("慕容致远拍的", "慕容致远")
        for coding in ("utf-8", "utf-16-le", "gb18030")
    ]
    stolen = {str(file): file.read_bytes() for file in Path(conf.EVIDENCE_DIR).rglob("*") if file.is_file()}
    tables = ["procedure_journalentry", "procedure_order", *[t for t in connections["default"].introspection.table_names() if t.startswith("evidence_")]]  # fmt: skip
    for alias, wanted in (("default", tables), ("vault", connections["vault"].introspection.table_names())):
        with connections[alias].cursor() as cursor:
            for table in wanted:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = b" ".join(
                    bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode()
                    for row in cursor.fetchall()
                    for v in row
                )
                stolen[f"{alias}.{table}"] = rows
    original = str(store.path_of(store.ORIGINALS, evidence.place))
    assert original in stolen
    for place, found in stolen.items():
        assert not [n for n in names if n in found], place
        if "sterile" not in place:
            assert not [p for p in pieces if p in found], place
        assert "慕容" not in place
    assert not [
        p for p in pieces[:8] if p in stolen[str(store.path_of(store.STERILE, evidence.sterile.place))]
    ]


def test_the_process_that_took_the_file_cannot_open_it(walk, report, settings):
    evidence = hand_in(walk, report)
    settings.VAULT_PRIVATE_KEY_FILE = None
    with pytest.raises(VaultClosed):
        unsealed(evidence)


def test_a_sealed_file_that_was_changed_cut_or_exchanged_makes_no_copy(walk, report):
    evidence, other = hand_in(walk, report), hand_in(walk, report, making.png(), "b.png")
    path = store.path_of(store.ORIGINALS, evidence.place)
    whole = path.read_bytes()
    for changed in (
        whole[:-1],
        whole[:60] + b"x" + whole[61:],
        store.path_of(store.ORIGINALS, other.place).read_bytes(),
    ):
        path.write_bytes(changed)
        with pytest.raises(SealBroken):
            unsealed(evidence)
    with pytest.raises(SealBroken):
        fulfil_owed(("evidence",))
    assert not SterileCopy.objects.filter(evidence=evidence).exists()
    assert Order.objects.get(facts__evidence=evidence.pk).last_failure == "SealBroken"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"MZ" + bytes(100), "照片.jpg", "program"),
        (b"<html><body>", "照片.jpg", "page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "慕容画的.svg", "page"),
        (b"", "慕容写的.txt", "empty"),
        (making.pdf() + making.sheet(), "双面.pdf", "two_kinds"),
    ],
)
def test_a_refused_file_leaves_nothing_and_is_told_why_without_its_name(walk, report, data, name, code):
    entries = JournalEntry.objects.count()
    with pytest.raises(NotTaken) as refused:
        hand_in(walk, report, data, name)
    assert refused.value.code == code
    assert str(refused.value)
    assert name.split(".")[0] not in str(refused.value)
    assert files_of("originals") == []
    assert (Evidence.objects.count(), JournalEntry.objects.count()) == (0, entries)


def test_a_file_a_matter_and_a_day_have_their_limits(walk, report, settings):
    settings.EVIDENCE_MOST_BYTES = 1000
    with pytest.raises(NotTaken, match="过大"):
        hand_in(walk, report)
    settings.EVIDENCE_MOST_BYTES, settings.EVIDENCE_MOST_FILES = 10**6, 1
    hand_in(walk, report)
    with pytest.raises(NotTaken) as full:
        hand_in(walk, report)
    assert full.value.code == "matter_full"
    settings.EVIDENCE_MOST_FILES, settings.EVIDENCE_MOST_OF_DAY = 60, 2000
    with pytest.raises(NotTaken) as full:
        hand_in(walk, report)
    assert full.value.code == "day_full"
    hand_in(walk, report, given_by="officer", act=walk.act("chengban1"))
    assert len(files_of("originals")) == 2, "what was refused last was sealed first, and is gone"


def test_what_is_written_is_never_changed(walk, report):
    evidence = hand_in(walk, report)
    fulfil_owed(("evidence",))
    for row in (evidence, evidence.sterile):
        with pytest.raises(Locked):
            row.save()
        with pytest.raises(Locked):
            row.delete()
        with pytest.raises(Locked):
            type(row).objects.filter(pk=row.pk).update(id=row.pk)
    for statement in (
        f"UPDATE evidence_evidence SET volume = '正卷' WHERE id = {evidence.pk}",
        f"DELETE FROM evidence_sterilecopy WHERE evidence_id = {evidence.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute(statement)


def test_what_cannot_be_cleaned_says_why(walk, report):
    evidence = hand_in(walk, report, making.pdf(password="x"), "信.pdf")
    fulfil_owed(("evidence",))
    copy = SterileCopy.objects.get(evidence=evidence)
    assert (copy.not_clean, copy.place) == ("encrypted", "")
    assert files_of("sterile") == []


def test_a_machine_without_the_cage_makes_no_copy_and_says_so_on_the_board(walk, report, monkeypatch):
    def refuse(*_work, **_more):
        raise sandbox.NoSandbox

    monkeypatch.setattr("evidence.cleaning.make_sterile", refuse)
    hand_in(walk, report)
    with pytest.raises(sandbox.NoSandbox):
        fulfil_owed(("evidence",))
    assert not SterileCopy.objects.exists()
    order = Order.objects.get(room="evidence")
    assert (order.state, order.last_failure) == (Order.OWED, "NoSandbox")


def test_an_order_delivered_twice_makes_one_copy(walk, report):
    hand_in(walk, report)
    fulfil_owed(("evidence",))
    Order.objects.filter(room="evidence").update(state=Order.OWED, leased_until_at=None)
    fulfil_owed(("evidence",))
    assert len(files_of("sterile")) == 1


# --- the scanner ----------------------------------------------------------------------------------------------


def test_a_clean_file_is_marked_as_scanned(walk, report, settings):
    with Clamd() as clamd:
        settings.EVIDENCE_SCANNER = clamd.where
        assert hand_in(walk, report).scanned is True
        assert clamd.got == [making.jpeg()]


def test_a_scanner_at_a_socket_of_this_machine(walk, report, settings, tmp_path):
    with Clamd(family=socket.AF_UNIX, place=str(tmp_path / "s")) as clamd:
        settings.EVIDENCE_SCANNER = clamd.where
        assert hand_in(walk, report).scanned is True


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"stream: Eicar-Signature FOUND\0", "infected"),
        (b"INSTREAM size limit exceeded. ERROR\0", "scanner_away"),
        (b"stream: OKAY\0", "scanner_away"),
        (b"", "scanner_away"),
    ],
)
def test_whatever_the_scanner_says_but_clean_is_a_refusal(walk, report, settings, answer, code):
    with Clamd(answer) as clamd:
        settings.EVIDENCE_SCANNER = clamd.where
        with pytest.raises(NotTaken) as refused:
            hand_in(walk, report)
    assert refused.value.code == code
    assert "Eicar" not in str(refused.value)
    assert not Evidence.objects.exists()
    assert files_of("originals") == []


@pytest.mark.parametrize(
    "where", ["tcp:127.0.0.1:1", "unix:/nowhere", "http:127.0.0.1:1", "tcp:127.0.0.1:x", "rubbish"]
)
def test_a_scanner_that_cannot_be_reached_lets_nothing_in(walk, report, settings, where):
    settings.EVIDENCE_SCANNER = where
    with pytest.raises(NotTaken) as refused:
        hand_in(walk, report)
    assert refused.value.code == "scanner_away"


def test_a_tls_scanner_without_a_trusted_certificate_lets_nothing_in(settings):
    with Clamd() as clamd:
        settings.EVIDENCE_SCANNER = clamd.where.replace("tcp:", "tls:")
        with pytest.raises(scanner.ScannerAway):
            scanner.scan(io.BytesIO(b"x"))
