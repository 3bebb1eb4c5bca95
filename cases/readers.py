"""Who reads which complaint beyond the readers every kind knows."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

TO_CALL = timedelta(days=90)
"""How long after the drawing a clerk who did not take the call may read what was drawn: long enough to make the call."""


def recorded_or_to_call_back(officer: Any, units: set[str]) -> Q:
    """What a clerk took himself, and the closed complaints drawn for a call-back: whoever is free makes the call (art. 26)."""
    return Q(recorder_id=officer.pk) | Q(closed_on__isnull=False, pk__in=_drawn(officer))


def _drawn(officer: Any) -> list[int]:
    # Read once per request and handed over as keys: asked as a sub-select beside OR, the database walks every matter.
    kept: list[int] | None = officer.__dict__.get("_drawn_to_call_back")
    if kept is None:
        since = timezone.now() - TO_CALL
        rows = apps.get_model("cases", "SampledMatter").objects.filter(sample__drawn_at__gt=since)
        kept = officer.__dict__["_drawn_to_call_back"] = list(rows.values_list("matter_id", flat=True))
    return kept
