"""Asking for the explanation of a date on paper: journalled, owed to the outbox, made like every other paper."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import statutes
from documents.access import reads_internal
from procedure import orders
from procedure.clocks import Clock
from procedure.corridor import Refused, record
from procedure.orders import Order
from procedure.steps import Act

NAME = gettext_noop("打印期限计算说明")
BASIS, FORM = "record.process", "clock_receipt"


def ask(act: Act, clock: Clock) -> Order:
    """Order the paper that explains one date: the act in the journal and the order in the outbox, or neither.

    Raises `Refused` for an officer whom the bureau's internal papers of this matter do not concern, and `Overtaken`
    when `act.seen` is older than the matter, so that a button pressed twice orders once.
    """
    matter = clock.matter
    if not reads_internal(act.by, matter):
        raise Refused(NAME, [_("此事项的内部文书不向您提供")])
    if not statutes.rule(BASIS).in_force_on(matter.law_day()):
        raise Refused(NAME, [_("此事项适用的规定中没有这一步骤")])
    with transaction.atomic():
        facts = {"clock": clock.pk, "rule": clock.rule}
        entry = record(act, matter, NAME, basis=BASIS, verb="print_receipt", facts=facts)
        return orders.place("documents", FORM, matter, entry, clock=clock.pk)
