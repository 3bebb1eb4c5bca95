"""The keys on paper: k shares have them, k-1 have nothing, a slip of the pen is found, and every run leaves a row."""

import io
import itertools

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from identity import escrow, keys
from identity.models import Ceremony
from identity.seal import seal
from identity.wrapping import fingerprint
from tests.identity.conftest import opened, said

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.usefixtures("own_keys")]

HOLDERS = ["局长", "法规股长", "保密员", "档案员", "县委网信办"]


def split(what="private", threshold=3, number=5) -> list[str]:
    words = said(
        "vault_escrow",
        "split",
        f"--key={what}",
        f"--threshold={threshold}",
        f"--shares={number}",
        "--by=甲、乙",
        *(f"--holder={holder}" for holder in HOLDERS[:number]),
    )
    shares, share = [], []
    for line in words.splitlines():
        if line.startswith("  "):
            share += line.split()
        elif share:
            shares.append(" ".join(share))
            share = []
    assert len(shares) == number
    return shares


def run(action, shares, *options) -> str:
    return said("vault_escrow", action, "--by=甲、乙", *options, stdin=io.StringIO("\n".join(shares) + "\n"))


def test_any_three_of_five_bring_the_lost_key_back(person, ref, own_keys):
    file = own_keys / "vault_private.key"
    kept = file.read_text(encoding="ascii")
    shares = split()
    for three in itertools.islice(itertools.combinations(shares, 3), 0, None, 3):
        file.unlink()
        with pytest.raises(keys.VaultClosed):
            opened(ref, "name")
        run("restore", three)
        assert file.read_text(encoding="ascii") == kept
        assert file.stat().st_mode & 0o777 == 0o600
        assert opened(ref, "name").name == person.name


def test_more_shares_than_needed_typed_carelessly_do_as_well(own_keys):
    shares = split()
    (own_keys / "vault_private.key").unlink()
    run("restore", [f"  {share.upper()}  " for share in (*shares, shares[0])])
    assert keys.private_key()


def test_two_of_three_have_nothing(own_keys):
    shares = split()
    (own_keys / "vault_private.key").unlink()
    for few in ([], shares[:1], shares[:2], [shares[0]] * 3):
        with pytest.raises(CommandError, match="份"):
            run("restore", few)
    assert not (own_keys / "vault_private.key").exists()


def test_a_slip_of_the_pen_is_found_in_the_share_it_is_in():
    one, two, three = split()[:3]
    words = two.split()
    swapped = " ".join([*words[:5], words[6], words[5], *words[7:]])
    for wrong in (swapped, " ".join(words[:-1]), two.replace(words[4], "academic"), "明察 明察"):
        with pytest.raises(CommandError, match="第 2 份") as refused:
            run("drill", [one, wrong, three])
        assert not any(word in str(refused.value) for word in words)


def test_shares_of_two_splittings_do_not_mix():
    first, second = split(), split()
    with pytest.raises(CommandError, match="同一次"):
        run("drill", [first[0], first[1], second[2]])


def test_a_key_that_is_there_is_never_overwritten(own_keys):
    shares = split()
    before = (own_keys / "vault_private.key").read_bytes()
    with pytest.raises(CommandError, match="不覆盖"):
        run("restore", shares[:3])
    assert (own_keys / "vault_private.key").read_bytes() == before


def test_another_vaults_shares_are_refused(own_keys, settings, tmp_path):
    shares = split()
    for name in ("vault_public.key", "vault_private.key"):
        (own_keys / name).unlink()
    settings.VAULT_INDEX_KEY_FILE = str(tmp_path / "index")
    said("vault_keys")
    (own_keys / "vault_private.key").unlink()
    for action in ("restore", "drill"):
        with pytest.raises(CommandError, match="不是一对"):
            run(action, shares[:3])
    assert not (own_keys / "vault_private.key").exists()


def test_the_drill_proves_the_shares_and_writes_no_key(ref, own_keys, settings):
    """Run where the key is not: the drill is for the day on which it is gone."""
    shares = split()
    (own_keys / "vault_private.key").unlink()
    settings.VAULT_PRIVATE_KEY_FILE = None
    before = {file.name for file in own_keys.iterdir()}
    words = run("drill", shares[2:])
    assert "演练成功" in words
    assert {file.name for file in own_keys.iterdir()} == before
    kept = Ceremony.objects.latest("id")
    assert (kept.kind, kept.outcome, kept.by_name) == ("drilled", "done", "甲、乙")
    assert kept.detail == {"key": "private", "wraps": 1, "in_use": True, "shares": 3}


def test_every_run_leaves_a_row_without_a_secret(own_keys, capfd, caplog):
    shares = split()
    (own_keys / "vault_private.key").unlink()
    with pytest.raises(CommandError):
        run("drill", shares[:2])
    run("drill", shares[:3])
    run("restore", shares[:3])
    rows = list(Ceremony.objects.order_by("id"))
    assert [(row.kind, row.outcome) for row in rows] == [
        ("split", "done"),
        ("drilled", "failed"),
        ("drilled", "done"),
        ("restored", "begun"),
        ("restored", "done"),
    ]
    assert rows[0].detail["holders"] == HOLDERS
    assert {row.key_id for row in rows if row.outcome == "done"} == {fingerprint(keys.public_key())}
    secret = (own_keys / "vault_private.key").read_text(encoding="ascii")
    told = "".join(f"{row.__dict__}" for row in rows) + caplog.text + "".join(capfd.readouterr())
    assert secret not in told
    for share in shares:
        assert " ".join(share.split()[4:8]) not in told
    for file in own_keys.iterdir():
        assert share.split()[5] not in file.read_text(encoding="ascii")


def test_a_run_that_cannot_be_written_down_does_not_happen(own_keys, monkeypatch):
    shares = split()
    (own_keys / "vault_private.key").unlink()

    def gone(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(escrow, "record", gone)
    with pytest.raises(CommandError, match="封存库不可用"):
        run("restore", shares[:3])
    assert not (own_keys / "vault_private.key").exists()


@pytest.mark.parametrize(("threshold", "number"), [(1, 5), (0, 3), (4, 3), (2, 17), (1, 1)])
def test_what_is_no_sharing_is_refused(threshold, number):
    with pytest.raises(CommandError, match="份数"):
        said("vault_escrow", "split", f"--threshold={threshold}", f"--shares={number}")
    assert not Ceremony.objects.exists()


def test_one_person_does_not_hold_two_shares():
    with pytest.raises(CommandError, match="持有人"):
        said("vault_escrow", "split", "--threshold=2", "--shares=2", "--holder=甲", "--holder=甲")


def test_shares_are_not_written_into_a_file(tmp_path):
    with (
        (tmp_path / "shares.txt").open("w", encoding="utf-8") as file,
        pytest.raises(CommandError, match="不得写入文件"),
    ):
        call_command("vault_escrow", "split", "--threshold=2", "--shares=3", stdout=file)
    assert (tmp_path / "shares.txt").read_text(encoding="utf-8") == ""


def test_the_index_key_is_shared_restored_and_held_against_its_marks(person, own_keys):
    shares = split("index", 2, 3)
    file = own_keys / "vault_index.key"
    with pytest.raises(CommandError, match="无从核对"):
        run("drill", shares[:2], "--key=index")
    seal(person, kind="report")
    assert "演练成功" in run("drill", shares[1:], "--key=index")
    kept = file.read_text(encoding="ascii")
    file.unlink()
    wrong = split()[:3]
    with pytest.raises(CommandError, match="不是本库的索引密钥"):
        run("restore", wrong, "--key=index")
    run("restore", shares[:2], "--key=index")
    assert file.read_text(encoding="ascii") == kept


def test_after_a_rotation_the_shares_of_the_old_key_still_bring_the_old_key(ref, own_keys):
    old, shares = fingerprint(keys.public_key()), split()
    said("vault_rotate")
    (own_keys / "vault_private.key").unlink()
    assert old not in keys.keyring()
    run("restore", shares[:3])
    assert set(keys.keyring()) == {old, fingerprint(keys.public_key())}
