"""The matters whose due day moved when the calendar or a reading changed, for those who may read the change."""

from procedure.clocks import ClockMove
from procedure.matter import Matter

SHOWN = 200


def moves_of(change: Matter, limit: int = SHOWN) -> list[ClockMove]:
    """What one change moved, the latest new day last; at most `limit`, old and new day on each."""
    rows = ClockMove.objects.filter(change_id=change.pk).select_related("clock__matter")
    return list(rows.order_by("new_due_on", "pk")[:limit])
