"""To whom a matter is closed although their office reads its kind: the person it is about, and the line above them.

Two means, both asked in the database by `readers`: a row closes one matter to one officer; and what is about the
bureau's own people bears the unit of the discipline liaison, so that no office of the bureau reads it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from offices.models import Holding, Officer
from offices.roles import Office
from procedure.locks import AppendOnly
from procedure.matter import Matter


class ClosedTo(AppendOnly):
    """That a matter does not exist for one officer, whatever office they hold or come to hold."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="closed_to")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["matter", "officer"], name="closed_once_to_an_officer")
        ]


def close_to(matter: Matter, officers: Iterable[Officer], *, by: Any, at: Any) -> None:
    """Close a matter to these officers; those it is closed to already stay so."""
    known = set(ClosedTo.objects.filter(matter_id=matter.pk).values_list("officer_id", flat=True))
    for officer in officers:
        if officer.pk not in known:
            ClosedTo.objects.create(matter_id=matter.pk, officer=officer, by=by, at=at)


def open_to(officer: Any, units: set[str]) -> Q:
    """Every matter of the kind that is not closed to this officer."""
    return ~Q(pk__in=ClosedTo.objects.filter(officer_id=officer.pk).values("matter_id"))


def of_the_bureau(officer: Any, units: set[str]) -> Q:
    """Every matter of the kind that is neither about the bureau's own people nor closed to this officer."""
    return Q(unit="") & open_to(officer, units)


def outside_the_line(day: date) -> str:
    """The unit of the discipline liaison on a day; never empty, so that what bears it is read by no other office."""
    held = Holding.objects.filter(office=Office.DISCIPLINE, officer__is_active=True).select_related("unit")
    return next((holding.unit.code for holding in held.order_by("pk") if holding.covers(day)), "discipline")
