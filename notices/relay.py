"""Showing a sealed identity to whom it was granted: asked by a page, journalled, answered by the worker, logged twice.

The handler of a complaint must be able to call both sides (Order 121 art. 18, 20) and asks within his own matter. Of
a report nobody sees anything but by a grant that two people completed (`protection.grants`). What is asked here is
asked again by the worker (`notices.entitled`): the journal's entry names the key of this very page.
"""

from collections.abc import Sequence

from celery import current_app
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import statutes
from cases.models import Complaint
from identity.requests import Question, ask, draw_key, mark_of
from procedure.corridor import Refused, record
from procedure.matter import Matter
from procedure.steps import Act
from protection.grants import VIEW, Grant, missing

FIELDS = ("name", "phone", "address")
PURPOSE = "组织调解、联系投诉人"
LOOK = gettext_noop("查看已启封的身份")
WHY_NOT = {
    "reader": gettext_noop("这次启封不是给您的"),
    "concerned": gettext_noop("本事项涉及您本人"),
    "used": gettext_noop("已经看过一次；启封限看一次，再看须重新申请"),
    "stopped": gettext_noop("启封已被收回"),
    "expired": gettext_noop("启封的期限已过"),
    "state": gettext_noop("现在没有可以查看的启封"),
    "two": gettext_noop("启封没有两个人的确认"),
}


def ask_contact(act: Act, matter: Matter, fields: Sequence[str] = FIELDS) -> Question:
    """Ask the worker for the contact of the complainant; journalled first. Raises `Refused` for anyone but the handler."""
    if not isinstance(matter, Complaint) or not matter.is_handled_by(act.by):
        raise Refused(_("查看联系方式"), [_("只有本投诉的承办人可以查看投诉人的联系方式")])
    if matter.closed_on is not None:
        raise Refused(_("查看联系方式"), [_("投诉已办结，不能再查看联系方式")])
    if not fields or not set(fields) <= set(FIELDS):
        raise Refused(_("查看联系方式"), [_("没有这一项联系方式")])
    basis = statutes.rule("intake.confidentiality").on(matter.law_day()).source
    key = draw_key()
    record(
        act,
        matter,
        "查看投诉人联系方式",
        basis="intake.confidentiality",
        verb=VIEW,
        office="handler",
        facts={"purpose": PURPOSE, "fields": list(fields), "page_key": mark_of(key)},
    )
    question = ask(
        matter.person_ref,
        fields,
        by=act.by,
        office="handler",
        purpose=PURPOSE,
        basis=basis,
        matter_number=matter.number,
        at=act.at,
        key=key,
    )
    wake(question.pk)
    return question


def ask_granted(act: Act, matter: Matter, grant: Grant) -> Question:
    """Ask the worker for what was granted to this officer; journalled first. Raises `Refused` with why not."""
    if grant.matter_id != matter.pk:
        raise Refused(_(LOOK), [_(WHY_NOT["reader"])])
    if why := missing(grant, act.by, act.at):
        raise Refused(_(LOOK), [_(WHY_NOT[why])])
    key = draw_key()
    office = (
        next(iter(sorted(act.by.offices_on(localdate(act.at)))), "") if not grant.office else grant.office
    )
    record(
        act,
        matter,
        LOOK,
        basis="disclosure.two_people",
        verb=VIEW,
        office=office,
        facts={
            "purpose": grant.purpose,
            "fields": list(grant.fields),
            "grant": grant.pk,
            "page_key": mark_of(key),
        },
    )
    question = ask(
        grant.ref,
        grant.fields,
        by=act.by,
        office=office,
        purpose=grant.purpose,
        basis=grant.basis,
        matter_number=matter.number,
        at=act.at,
        key=key,
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
