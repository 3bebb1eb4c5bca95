"""Showing a complainant's contact to the handler of the complaint: asked by a page, answered by the worker, logged.

The handler of a complaint must be able to call both sides (Order 121 art. 18, 20). For a report nobody may ask
here: its road is the custodian and a second person.
"""

from celery import current_app
from django.utils.translation import gettext as _

import statutes
from cases.models import Complaint
from identity.requests import Question, ask
from procedure.corridor import Refused, record
from procedure.matter import Matter
from procedure.steps import Act

FIELDS = ("name", "phone", "address")
PURPOSE = "组织调解、联系投诉人"


def ask_contact(act: Act, matter: Matter) -> Question:
    """Ask the worker for the contact of the complainant; journalled first. Raises `Refused` for anyone but the handler."""
    if not isinstance(matter, Complaint) or not matter.is_handled_by(act.by):
        raise Refused(_("查看联系方式"), [_("只有本投诉的承办人可以查看投诉人的联系方式")])
    if matter.closed_on is not None:
        raise Refused(_("查看联系方式"), [_("投诉已办结，不能再查看联系方式")])
    basis = statutes.rule("intake.confidentiality").on(matter.law_day()).source
    record(
        act,
        matter,
        "查看投诉人联系方式",
        basis="intake.confidentiality",
        verb="view_identity",
        office="handler",
        facts={"purpose": PURPOSE, "fields": list(FIELDS)},
    )
    question = ask(
        matter.person_ref,
        FIELDS,
        by=act.by,
        office="handler",
        purpose=PURPOSE,
        basis=basis,
        matter_number=matter.number,
        at=act.at,
    )
    wake(question.pk)
    return question


def wake(question: int) -> None:
    """Tell the worker that a question waits; inline where tasks run inline."""
    if current_app.conf.task_always_eager:
        current_app.loader.import_default_modules()
        current_app.tasks["notices.answer_identity"].apply(args=[question])
    else:
        current_app.send_task("notices.answer_identity", args=[question])
