"""A clue about an official goes past the queue, to the discipline liaison alone (监察法 art. 37, 执法责任制规定 art. 16).

Neither hub nor unit nor leader reads it; the clerk who took it cannot open it again. No clock runs in the open, so that
no board and no count tells that it exists.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.facts.clue import HandOver
from cases.facts.fields import Reason
from cases.guards.both import reason_is_given
from cases.states import ClueState as S
from offices.roles import Office
from procedure.access import everything
from procedure.matter import Matter
from procedure.steps import step


class OfficialClue(Matter):
    """Suspected dereliction or bribery of somebody in public office, the bureau's own people included."""

    person_ref = models.CharField(_("身份封存号"), max_length=40, blank=True)
    pseudonym = models.CharField(_("代称"), max_length=40)
    channel = models.CharField(_("来源渠道"), max_length=12)
    text = models.TextField(_("线索内容"))
    handed_to = models.CharField(_("移送机关"), max_length=80, blank=True)

    KIND = "clue"
    KIND_NAME = _("公职人员线索")
    PREFIX = "XS"
    States = S
    FINAL = frozenset({S.HANDED_OVER, S.RETURNED})
    HAS_CLOCKS = False
    readers: ClassVar[dict[str, Any]] = {Office.DISCIPLINE: everything}

    class Meta:
        verbose_name = _("公职人员线索")
        base_manager_name = "objects"

    @step(
        gettext_noop("移送监察机关"),
        basis="intake.official_clue",
        source=S.RECEIVED,
        target=S.HANDED_OVER,
        by=Office.DISCIPLINE,
        facts=HandOver,
    )
    def hand_over(self, *, to: str, paper: str) -> None:
        self.handed_to = to

    @step(
        gettext_noop("不属于公职人员线索"),
        basis="intake.official_clue",
        source=S.RECEIVED,
        target=S.RETURNED,
        by=Office.DISCIPLINE,
        facts=Reason,
        guards=[reason_is_given],
    )
    def give_back(self, *, reason: str) -> None: ...
