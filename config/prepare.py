"""Brings a data folder up to date before a start: keys, both databases, static files, the demo county.

`python -m config.prepare`. Each part looks first and does nothing when there is nothing to do, so that a
second start costs seconds. All in one process: loading the program costs more than most of the parts.
"""

import hashlib
import io
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.utils import OperationalError

from config.serve import BASE_DIR, CannotServe, check_writable, data_dir, only_copy


@contextmanager
def _step(words: str) -> Iterator[None]:
    """Name what is being done, and how long it took when that was long enough to wonder about."""
    print(f"  {words} …", end="", flush=True)
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    print(f" {took:.1f} s" if took >= 1 else " ok", flush=True)


def static_fingerprint() -> str:
    """A digest of every static file's path, size and time of change: equal means nothing to collect."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _collect_static() -> None:
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    with _step("static files"):
        call_command("collectstatic", interactive=False, clear=stamp.parent.exists(), verbosity=0)
        stamp.write_text(now, encoding="ascii")


def _forget_half_a_demo(mark: Path) -> None:
    """Remove what an interrupted first start left: by the mark, nothing but unfinished demo data.

    The mark is set only on databases without a single officer and lifted when the demo is complete, ahead of
    the first start of the web process, so no one's work can lie between the two.
    """
    if not mark.exists():
        return
    engines = {connections[alias].vendor for alias in ("default", "vault")}
    if engines != {"sqlite"}:
        raise CannotServe(
            "上次建立演示数据时中断 / an earlier start was interrupted while it made the demo data: "
            f"drop both databases, create them empty, delete {mark} and start again"
        )
    print("  an earlier start was interrupted while it made the demo data: made anew")
    for alias in ("default", "vault"):
        connections[alias].close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{connections[alias].settings_dict['NAME']}{ending}").unlink(missing_ok=True)
    mark.unlink()


def _make_keys() -> None:
    """Make the vault's keys on a first start; one without the other is never made up for by a new pair.

    The private key is not asked for: in production it lies where this process cannot look.
    """
    keys = [Path(settings.VAULT_PUBLIC_KEY_FILE), Path(settings.VAULT_INDEX_KEY_FILE)]
    there = [key for key in keys if key.exists()]
    if not there:
        with _step("vault keys"):
            call_command("vault_keys", stdout=io.StringIO())
    elif len(there) == 1:
        lost = next(key for key in keys if key not in there)
        raise CannotServe(
            f"缺少密钥 / a key of the vault is lost: {lost}. 请从备份恢复 / restore it from the backup: a new one "
            "would not fit what is sealed"
        )


def prepare(*, demo: bool) -> None:
    """Do every part. With `demo`, an empty house gets the demo county and its matters.

    Raises CannotServe with words for the operator when something outside the program is in the way.
    """
    mark = Path(settings.DATA_DIR) / "demo.unfinished"
    if demo:
        _forget_half_a_demo(mark)
    _make_keys()
    with _step("database"):
        call_command("migrate", database="default", interactive=False, verbosity=0)
    with _step("vault database"):
        # One room lives there: asked for all of them, Django would draw up every model of the house to make none.
        call_command("migrate", "identity", database="vault", interactive=False, verbosity=0)
    _collect_static()
    if demo and not get_user_model().objects.exists():
        mark.touch()
        print("  demo county, officers and matters:", flush=True)
        logging.disable(
            logging.WARNING
        )  # the demo does the worker's part itself, a line for each would drown it
        call_command("demo")
        logging.disable(logging.NOTSET)
        mark.unlink()


def main() -> int:
    """Run `prepare` and put what stops it into words. Returns the exit code: 2 when it could not be done."""
    os.umask(0o077)
    os.chdir(BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        data = data_dir(os.environ)
        check_writable(data)
        with only_copy(data, f"being prepared (process {os.getpid()})"):
            django.setup()
            prepare(demo=os.environ.get("MINGCHA_DEMO") == "1")
    except (CannotServe, ImproperlyConfigured, CommandError) as reason:
        print(f"\nmingcha: {reason}", file=sys.stderr)
        return 2
    except OperationalError as error:
        print(f"\nmingcha: 数据库没有应答 / the database does not answer: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
