"""Whether the work behind the page is alive: when each recurring job last began, ended, failed; shown on the board."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection, models, transaction
from django.utils import timezone

SILENT_AFTER = {
    "sweep": timedelta(minutes=45),
    "outbox": timedelta(minutes=5),
    "digest": timedelta(minutes=45),
}
"""How long each job may be silent before the board says so: three of its own intervals or more."""


class Heartbeat(models.Model):
    """One recurring job: its last start, its last good end, its last failure and what that did."""

    name = models.CharField(max_length=20, unique=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    did = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    # The class of the failure only: a message might carry what must not be read here.
    failure = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.name

    def trouble(self, now: datetime) -> str:
        """`failed`, `silent`, or empty: what the board must say of this job."""
        if self.failed_at is not None and (self.finished_at is None or self.failed_at > self.finished_at):
            return "failed"
        silent = SILENT_AFTER[self.name]
        last = self.finished_at or self.started_at
        return "silent" if last is None or now - last > silent else ""


class Beating:
    """What a job tells of its run while it runs."""

    def __init__(self) -> None:
        """Nothing done yet."""
        self.did = 0


@contextmanager
def beat(name: str) -> Iterator[Beating]:
    """Record a run of a job: its start, its good end with what it did, or its failure, which is raised again."""
    Heartbeat.objects.update_or_create(name=name, defaults={"started_at": timezone.now()})
    run = Beating()
    try:
        yield run
    except Exception as failure:
        _record(name, failed_at=timezone.now(), failure=type(failure).__name__[:80])
        raise
    Heartbeat.objects.filter(name=name).update(finished_at=timezone.now(), did=run.did)


def _record(name: str, **values: Any) -> None:
    """Write down a failure in a transaction of its own, over a new connection where the failure broke the old one."""
    try:
        with transaction.atomic():
            Heartbeat.objects.filter(name=name).update(**values)
    except Error:
        connection.close()
        with transaction.atomic():
            Heartbeat.objects.filter(name=name).update(**values)


def troubles(now: datetime) -> list[tuple[Heartbeat, str]]:
    """The jobs the board must speak of; a job that never ran is one of them."""
    known = {row.name: row for row in Heartbeat.objects.all()}
    found = [(known.get(name) or Heartbeat(name=name)) for name in SILENT_AFTER]
    return [(row, said) for row in found if (said := row.trouble(now))]
