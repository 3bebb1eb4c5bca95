"""`manage.py find_competence FILE|-`: whose matter each narrative is, asked as JSON lines, one answer a line, in order."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from api.lines import LineCommand, Unanswerable
from jurisdiction import asking


class Command(LineCommand):
    help = "逐行判断归谁办：每行一个 JSON 对象（id、text、facts），逐行作答；有不能作答的行时以 1 退出"  # Chinese as it is: argparse takes no lazy words

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line as it comes; raises CommandError (exit 1) at the end if a line could not be answered."""
        if bad := self.answer_all(options["file"], findings):
            raise CommandError(_("有 %(count)s 行不能作答") % {"count": bad}, returncode=1)


def findings(sent: dict[str, Any]) -> dict[str, Any]:
    """The findings of one narrative; raises `Unanswerable`."""
    try:
        return {"findings": asking.answered(asking.read_question(sent))}
    except asking.Unanswerable as wrong:
        raise Unanswerable(wrong) from None
