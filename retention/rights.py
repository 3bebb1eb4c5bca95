"""A person's request about data of his own (个人信息请求): a copy, a correction, a deletion, an explanation.

Known by code or by papers shown at the counter; answered with the article where it is not done. A copy is opened by
the worker for the custodian, once, on a page that nothing keeps; the opening stays.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from cases.models import Complaint
from identity.disposal import is_disposed
from identity.models import Opening
from identity.people import FIELDS
from identity.requests import LIFETIME, Question, ask, draw_key, mark_of
from notices.relay import wake
from offices.roles import Office
from procedure.corridor import Refused, begin, record
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.steps import Act, needs_facts, step
from protection.closed import open_to
from protection.grants import VIEW
from protection.retaliation import by_number, followed
from retention import facts as f
from retention.states import RightsState as S

TARGET = "rights.answer_target"
COPY, DELETE = "copy", "delete"
OWN = "本人查阅"
"""The purpose of opening a person's data for that person; the worker knows it by this word (`notices.entitled`)."""


@needs_facts
def ground_is_listed(request: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("rights.exceptions").on(request.law_day())
    return None if version.has_item(str(facts.get("ground"))) else _("没有列明的情形")


def deletion_is_a_disposal(request: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A deletion is not answered away: it goes by the schedule, through three people, or is declined with a reason."""
    if request.wish != DELETE or is_disposed(request.person_ref):
        return None
    return _("删除只经到期销毁办理；保管期限未满或者有留存令的，按不予办理答复并写明依据")


class RightsRequest(Matter):
    """One request; `parent` is the matter whose person asks, `person_ref` under which he is sealed there."""

    wish = models.CharField(gettext_lazy("请求"), max_length=12)
    person_ref = models.CharField(max_length=40, blank=True)
    words = models.TextField(gettext_lazy("请求内容"), blank=True)
    channel = models.CharField(gettext_lazy("来源渠道"), max_length=12)
    how = models.CharField(gettext_lazy("核对方式"), max_length=120, blank=True)
    answer_text = models.TextField(gettext_lazy("答复"), blank=True)
    ground = models.CharField(gettext_lazy("不按请求办理的情形"), max_length=16, blank=True)

    KIND = "rights"
    KIND_NAME = gettext_lazy("个人信息请求")
    PREFIX = "GX"
    States = S
    FINAL = frozenset({S.CLOSED})
    readers: ClassVar[dict[str, Any]] = {Office.CUSTODIAN: open_to, Office.AUDITOR: open_to}

    class Meta:
        verbose_name = gettext_lazy("个人信息请求")
        base_manager_name = "objects"

    @step(
        gettext_noop("核对本人"),
        basis="rights.request",
        source=S.RECEIVED,
        target=S.IDENTIFIED,
        by=Office.CUSTODIAN,
        facts=f.Identified,
    )
    def identify(self, *, how: str) -> None:
        self.how = how

    @step(
        gettext_noop("未能证明是本人"),
        basis="rights.exceptions",
        source=S.RECEIVED,
        target=S.ANSWERED,
        by=Office.CUSTODIAN,
        facts=f.Answered,
        answers=TARGET,
        by_notice=True,
    )
    def turn_away(self, *, answer: str) -> None:
        self.answer_text, self.ground = answer, "wrong_person"

    @step(
        gettext_noop("按请求答复"),
        basis="rights.request",
        source=S.IDENTIFIED,
        target=S.ANSWERED,
        by=Office.CUSTODIAN,
        facts=f.Answered,
        guards=[deletion_is_a_disposal],
        answers=TARGET,
        by_notice=True,
    )
    def answer(self, *, answer: str) -> None:
        self.answer_text = answer

    @step(
        gettext_noop("不按请求办理"),
        basis="rights.exceptions",
        source=S.IDENTIFIED,
        target=S.ANSWERED,
        by=Office.CUSTODIAN,
        facts=f.Declined,
        guards=[ground_is_listed],
        answers=TARGET,
        by_notice=True,
    )
    def decline(self, *, ground: str, answer: str) -> None:
        self.ground, self.answer_text = ground, answer

    @step(
        gettext_noop("办结"),
        basis="rights.request",
        source=S.ANSWERED,
        target=S.CLOSED,
        by=Office.CUSTODIAN,
        facts=f.Delivered,
    )
    def close(self, *, how: str) -> None: ...


def receive(act: Act, *, wish: str, words: str, number: str, code: str, channel: str) -> RightsRequest:
    """Enter a request about the data behind a matter, named by number at the counter or proved by its code.

    A right code proves the person: then nothing more need be shown. Of anything but a complaint nothing else proves
    him: whoever reported is known to nobody here, and his code to himself alone. Raises `Refused` in words.
    """
    day = localdate(act.at)
    version = statutes.rule("rights.request").on(day)
    about = followed(code, number) if code.strip() else by_number(number)
    found = [] if version.has_item(wish) else [_("没有这一种请求")]
    if about is None:
        found.append(_("编号不对"))
    elif not code.strip() and about.kind != Complaint.KIND:
        # Papers shown to one officer would open the identity of a report to him alone: there the code is the proof.
        # The words do not tell whether there is such a number.
        found.append(_("编号不对"))
    if found or about is None:
        raise Refused(_("登记个人信息请求"), found)
    proved = bool(code.strip())
    with transaction.atomic(), law_scope(act=True):
        return begin(
            act,
            RightsRequest,
            name=gettext_noop("登记个人信息请求"),
            basis="rights.request",
            opens=(TARGET,),
            by=(Office.CUSTODIAN, Office.CLERK),
            facts={"wish": wish, "channel": channel, "proved": proved},
            state=S.IDENTIFIED if proved else S.RECEIVED,
            received_at=act.at,
            title=str(RightsRequest.KIND_NAME),
            parent=about,
            person_ref=getattr(about, "person_ref", ""),
            wish=wish,
            words=words,
            channel=channel,
            how=_("凭查询码") if proved else "",
        )


def may_copy(officer: Any, request: Any) -> bool:
    """Whether the custodian may open the data now: the person was identified, asked for a copy, and is waiting."""
    return (
        request.kind == RightsRequest.KIND
        and request.state == S.IDENTIFIED
        and request.wish == COPY
        and bool(request.person_ref)
        and officer.holds(Office.CUSTODIAN, unit=None, day=localdate())
    )


def was_copied(request: Any) -> bool:
    """Whether the data were opened for this request: one request is one look."""
    return Opening.objects.filter(ref=request.person_ref, matter_number=request.number, purpose=OWN).exists()


def ask_own(act: Act, request: RightsRequest) -> Question:
    """Ask the worker for everything sealed of the person who asks; journalled first. Raises `Refused`."""
    if not may_copy(act.by, request):
        raise Refused(_("查阅本人信息"), [_("只有隐私保管员在核对本人之后、答复之前可以查阅")])
    if was_copied(request) or request.journal.filter(verb=VIEW, at__gt=act.at - LIFETIME).exists():
        raise Refused(_("查阅本人信息"), [_("每次请求只查阅一次；须再看的，另行登记请求")])
    basis = statutes.rule("rights.request").on(request.law_day()).item(COPY).source
    key = draw_key()
    record(
        act,
        request,
        "查阅本人信息",
        basis="rights.request",
        verb=VIEW,
        office=Office.CUSTODIAN,
        facts={"purpose": OWN, "fields": list(FIELDS), "page_key": mark_of(key)},
    )
    question = ask(
        request.person_ref,
        FIELDS,
        by=act.by,
        office=Office.CUSTODIAN,
        purpose=OWN,
        basis=basis,
        matter_number=request.number,
        at=act.at,
        key=key,
    )
    wake(question.pk)
    return question
