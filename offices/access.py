"""The guarded door to officers and units: what a page may ask about who holds which office."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.timezone import localdate

from offices.models import Holding, Officer, Unit


def handling_units() -> list[Unit]:
    """The units a matter may be dispatched to, in the hub's order (Order 121 art. 41)."""
    return list(Unit.objects.filter(handles_matters=True))


def unit(code: str) -> Unit | None:
    return Unit.objects.filter(code=code).first()


def certified_officers(unit_code: str, day: date) -> list[Officer]:
    """The officers of a unit whose enforcement certificate is valid on `day` (程序规定 art. 22)."""
    holdings = (
        Holding.objects.filter(office="handler", unit__code=unit_code, officer__is_active=True)
        .select_related("officer")
        .order_by("officer__username")
    )
    return [h.officer for h in holdings if h.covers(day) and h.officer.certified_on(day)]


def demo_officers() -> list[tuple[Officer, list[Holding]]]:
    """Every active officer with the offices held today, for the one-click sign-in of a demo."""
    today = localdate()
    officers = Officer.objects.filter(is_active=True).order_by("pk").prefetch_related("holdings__unit")
    return [(o, [h for h in o.holdings.all() if h.covers(today)]) for o in officers]


DOOR, DOOR_NAME = "public-door", "群众（网上提交）"


def public_door() -> Officer:
    """The account in whose name the public door enters what people send: it holds no office and signs in by nothing."""
    door = Officer.objects.filter(username=DOOR).first()
    if door is None:
        door, _new = Officer.objects.get_or_create(
            username=DOOR,
            defaults={"full_name": DOOR_NAME, "is_active": False, "password": make_password(None)},
        )
    return door


def set_email(officer: Officer, email: str) -> None:
    """Keep the mailbox an officer wants the daily mail in; empty for none."""
    Officer.objects.filter(pk=officer.pk).update(email=email)


def holding(*offices: str, day: date) -> list[Officer]:
    """The active officers who hold one of these offices on `day`, each once, by account number."""
    rows = Holding.objects.filter(office__in=offices, officer__is_active=True).select_related("officer")
    found = {row.officer_id: row.officer for row in rows if row.covers(day)}
    return [found[pk] for pk in sorted(found)]


def officers_named(numbers: Iterable[int]) -> QuerySet[Officer]:
    """These officers, for a choice in a form."""
    return Officer.objects.filter(pk__in=list(numbers)).order_by("username")


def officer_of(account: str) -> Officer | None:
    """The officer of an account; None where there is none."""
    return Officer.objects.filter(username=account).first()


def same_person(one: Any, other: Any) -> bool:
    """Whether two accounts are one person: the same account, certificate or mailbox, however it is written.

    Every rule of two people asks this: one person may hold two accounts, and a second account is no second person.
    """
    return one.pk == other.pk or any(
        bool(mine := _folded(getattr(one, name))) and mine == _folded(getattr(other, name))
        for name in ("certificate_no", "email")
    )


def _folded(said: str) -> str:
    return said.strip().casefold()
