"""The guarded door to papers: an officer reads the papers of a matter they may read, and downloads from there.

Which paper is for whom is said once, in `sees`. It asks whom the paper speaks to: an outsider (police, procuratorate)
sees what was addressed to outsiders and nothing else, so that a new form is hidden from them until somebody decides.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from cases.exits import untold
from documents.forms import FORMS, POLICE, UNIT, goes_to_both
from documents.models import Document
from procedure.access import reach
from procedure.matter import Matter, kinds
from procedure.orders import Order

INTERNAL = frozenset(code for code, form in FORMS.items() if form.addressee == UNIT)
"""The papers the bureau writes to itself; they never go to the police or the procuratorate."""

TO_OUTSIDERS = frozenset(code for code, form in FORMS.items() if form.addressee == POLICE)
"""The only papers an outsider is told of: what was sent to them. What an informant was told is never among them."""


def papers_of(matter: Matter, officer: Any) -> list[dict[str, Any]]:
    """The papers of a matter as its page shows them: made, or still on the way, in the order they were owed.

    The matter must be one this officer may read; an outsider is told of what was sent to them.
    """
    orders = (
        Order.objects.filter(matter_id=matter.pk, room="documents")
        .select_related("document", "document__print")
        .prefetch_related("document__services")
        .order_by("id")
    )
    if _is_outsider(officer, matter):
        orders = orders.filter(form__in=TO_OUTSIDERS)
    return [_shown(order, matter) for order in orders]


def sees(officer: Any, matter: Matter, form: str) -> bool:
    """Whether this officer may read a paper of this form on a matter: it is within reach, and meant for them too."""
    if not Matter.objects.filter(reach(officer), pk=matter.pk).exists():
        return False
    return form in TO_OUTSIDERS or not _is_outsider(officer, matter)


def reads_internal(officer: Any, matter: Matter) -> bool:
    """Whether this officer may read the bureau's internal papers of a matter: it is within reach, and not from outside."""
    return not _is_outsider(officer, matter) and Matter.objects.filter(reach(officer), pk=matter.pk).exists()


def _is_outsider(officer: Any, matter: Matter) -> bool:
    # Asked of the kind, not of the row: a row of the worklist is no referral and declares nothing.
    outsiders = getattr(kinds()[matter.kind], "OUTSIDERS", frozenset())
    return bool(outsiders) and officer.offices_on(localdate()) <= outsiders


def _shown(order: Order, matter: Matter) -> dict[str, Any]:
    document: Document | None = getattr(order, "document", None)
    made = getattr(document, "print", None) if document else None
    services: list[Any] = list(document.services.all()) if document else []  # type: ignore[attr-defined]  # notices' rows
    # A paper to both parties is served when both are told; until then the page names who is not.
    left = untold(matter, {each.party for each in services} - {""}) if goes_to_both(order.form) else []
    return {
        "order": order,
        "document": document,
        "print": made,
        "services": services,
        "served": bool(services) and not left,
        "untold": left,
        "failed": order.state == Order.FAILED,
    }


def paper_file(officer: Any, number: str) -> tuple[Path, Document] | None:
    """The file of a paper this officer may read; None when there is none for them."""
    document = (
        Document.objects.filter(number=number, print__isnull=False).select_related("print", "matter").first()
    )
    if document is None or not sees(officer, document.matter, document.form):
        return None
    return Path(settings.PAPERS_DIR) / document.print.path, document
