"""The guarded door to officers and units: what a page may ask about who holds which office."""

from datetime import date

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
