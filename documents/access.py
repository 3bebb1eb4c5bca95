"""The guarded door to papers: an officer reads the papers of a matter they may read, and downloads from there."""

from pathlib import Path
from typing import Any

from django.conf import settings

from documents.models import Document
from procedure.access import reach
from procedure.matter import Matter
from procedure.orders import Order


def papers_of(matter: Matter) -> list[dict[str, Any]]:
    """The papers of a matter as its page shows them: made, or still on the way, in the order they were owed."""
    orders = (
        Order.objects.filter(matter_id=matter.pk, room="documents")
        .select_related("document", "document__print")
        .prefetch_related("document__services")
        .order_by("id")
    )
    return [_shown(order) for order in orders]


def _shown(order: Order) -> dict[str, Any]:
    document: Document | None = getattr(order, "document", None)
    made = getattr(document, "print", None) if document else None
    return {
        "order": order,
        "document": document,
        "print": made,
        "services": list(document.services.all()) if document else [],  # type: ignore[attr-defined]  # notices' rows
        "failed": order.state == Order.FAILED,
    }


def paper_file(officer: Any, number: str) -> tuple[Path, Document] | None:
    """The file of a paper whose matter this officer may read; None when there is none for them."""
    document = (
        Document.objects.filter(number=number, print__isnull=False).select_related("print", "matter").first()
    )
    if document is None or not Matter.objects.filter(reach(officer), pk=document.matter_id).exists():
        return None
    return Path(settings.PAPERS_DIR) / document.print.path, document
