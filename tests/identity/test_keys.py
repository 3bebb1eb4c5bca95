"""`manage.py vault_keys` makes three files, each its owner's alone, and never touches one that is there."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from identity import cipher, keys


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "keys" / "public")
    settings.VAULT_INDEX_KEY_FILE = str(tmp_path / "keys" / "index")
    settings.VAULT_PRIVATE_KEY_FILE = None
    return tmp_path / "keys"


def made():
    said = io.StringIO()
    call_command("vault_keys", stdout=said)
    return said.getvalue()


def test_it_makes_the_keys_and_says_where_they_are_and_to_back_them_up(folder):
    said = made()
    files = {folder / name for name in ("public", "index", "vault_private.key")}
    assert set(folder.iterdir()) == files
    assert all(str(file) in said for file in files)
    assert "备份" in said
    assert all(file.read_text(encoding="ascii") not in said for file in files)


def test_they_are_their_owners_alone(folder):
    made()
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_they_belong_together(folder, settings):
    made()
    settings.VAULT_PRIVATE_KEY_FILE = str(folder / "vault_private.key")
    sealed = cipher.seal_bytes(b"x", keys.public_key(), info="here")
    assert cipher.open_bytes(sealed, keys.private_key(), info="here") == b"x"
    assert len(keys.index_key()) == 32


def test_the_private_key_goes_where_the_setting_says(folder, settings, tmp_path):
    settings.VAULT_PRIVATE_KEY_FILE = str(tmp_path / "elsewhere" / "private")
    made()
    assert Path(settings.VAULT_PRIVATE_KEY_FILE).exists()
    assert {file.name for file in folder.iterdir()} == {"public", "index"}


@pytest.mark.parametrize("there", ["public", "index", "vault_private.key"])
def test_a_key_that_is_there_is_never_overwritten(folder, there):
    folder.mkdir()
    (folder / there).write_text("kept", encoding="ascii")
    with pytest.raises(CommandError, match=there):
        made()
    assert [file.name for file in folder.iterdir()] == [there]
    assert (folder / there).read_text(encoding="ascii") == "kept"
