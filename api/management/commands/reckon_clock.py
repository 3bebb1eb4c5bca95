"""`manage.py reckon_clock FILE|-`: reckon dates asked for as JSON lines, one answer a line, in order."""

from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from api.lines import LineCommand, Unanswerable
from procedure.law import SHIPPED, Law, law
from procedure.reckoning import Unreckonable, read, reckoned


class Command(LineCommand):
    help = "逐行计算期限：每行一个 JSON 对象（id、rule、start、law_day、as_of、exclude、extensions、restarts），逐行作答"  # Chinese as it is: argparse takes no lazy words

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line; a line that cannot be answered says why, and the others are answered all the same."""
        by = self._law()
        self.answer_all(options["file"], lambda sent: date_of(sent, by))

    def _law(self) -> Law:
        """The bureau's calendar and readings, asked once; what ships alone where no database answers."""
        try:
            return law()
        except DatabaseError:
            self.stderr.write(_("数据库不可用或者尚未建表：按随软件发布的日历和读法计算"))
            return SHIPPED


def date_of(sent: dict[str, Any], by: Law) -> dict[str, Any]:
    """The date asked for with its reasons, as JSON-able values; raises `Unanswerable`."""
    try:
        found = reckoned(read(sent), by)
    except Unreckonable as wrong:
        raise Unanswerable(
            "；".join(f"{name}：{' '.join(why)}" for name, why in wrong.errors.items())
        ) from None
    reckoning = found.reckoning
    return {
        "due_on": reckoning.due_on.isoformat(),
        "strict_on": reckoning.strict_on.isoformat(),
        "outer_on": reckoning.outer_on.isoformat(),
        "due_at": reckoning.due_at.isoformat() if reckoning.due_at else None,
        "source": reckoning.version.source,
        "provisional": reckoning.provisional,
        "unverified": reckoning.version.unverified,
        "counted": found.counted,
        "candidates": found.candidates_as_dicts(),
    }
