"""When an officer last looked at the board: what has become overdue since then is shown apart."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models

FIRST_LOOK_BACK = timedelta(days=7)


class BoardVisit(models.Model):
    """That an officer opened the board on a day; kept for the days before, so that a reload changes nothing."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "on"], name="one_visit_a_day")]


def last_visit_before(officer: Any, today: date) -> date:
    """The latest earlier day on which this officer opened the board; a week back for a first visit."""
    found = BoardVisit.objects.filter(officer_id=officer.pk, on__lt=today).order_by("-on")
    last: date | None = found.values_list("on", flat=True).first()
    return last or today - FIRST_LOOK_BACK


def visited(officer: Any, today: date) -> None:
    """Note that the officer opened the board today."""
    BoardVisit.objects.get_or_create(officer_id=officer.pk, on=today)
