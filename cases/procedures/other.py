"""What the rule does not cover (Order 121 art. 44) and what came by no published channel (art. 8): told where to go.

Such a contact is no complaint and no report and starts none of their terms, but it is not met with silence either: it
is entered, told where to go, and confirmed by a second person.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.facts.fields import Reason
from cases.guards.both import reason_is_given
from cases.states import OtherState as S
from offices.roles import Office
from procedure.access import everything, recorded_by_me
from procedure.matter import Matter
from procedure.steps import step


class OtherContact(Matter):
    """A consultation, a request for information, a reconsideration, or what came where nobody may file."""

    category = models.CharField(_("类别"), max_length=16)
    channel = models.CharField(_("来源渠道"), max_length=40, blank=True)
    text = models.TextField(_("来件内容"))
    told_to = models.CharField(_("告知的去向"), max_length=200)

    KIND = "other"
    KIND_NAME = _("其他来件")
    PREFIX = "QT"
    States = S
    FINAL = frozenset({S.TOLD, S.RETURNED})
    readers: ClassVar[dict[str, Any]] = {
        Office.CLERK: recorded_by_me,
        Office.DISPATCHER: everything,
        Office.SUPERVISOR: everything,
        Office.AUDITOR: everything,
    }

    class Meta:
        verbose_name = _("其他来件")
        base_manager_name = "objects"

    @step(
        gettext_noop("确认已告知去向"),
        basis="intake.not_applicable",
        source=S.RECEIVED,
        target=S.TOLD,
        by=Office.DISPATCHER,
    )
    def confirm(self) -> None: ...

    @step(
        gettext_noop("退回登记"),
        basis="intake.not_applicable",
        source=S.RECEIVED,
        target=S.RETURNED,
        by=Office.DISPATCHER,
        facts=Reason,
        guards=[reason_is_given],
    )
    def give_back(self, *, reason: str) -> None: ...
