"""Passing something on without the number: the handler writes, the custodian calls or tells, and writes what came back.

The handler sees neither name nor number; the custodian sees the words to be passed on and nothing else of the report.
A call opens the telephone number to the custodian alone, once a relay: the handler's request and the custodian's
taking it are its two keys.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cases.models import Report
from identity.seal import pseudonym
from offices.access import same_person
from offices.roles import Office
from procedure.access import matters_for
from procedure.concerns import Concern, concerns
from procedure.corridor import Refused, judge_text, record
from procedure.journal import JournalEntry
from procedure.locks import AppendOnly
from procedure.matter import Matter
from procedure.steps import Act
from protection.grants import Grant, GrantKind
from statutes.disclosure import row

ASK, TAKE, ANSWER = gettext_noop("请保管员转达"), gettext_noop("接手转达电话"), gettext_noop("转达结果")
BASIS = "disclosure.relay"
LONGEST = 1000
CALL_WINDOW = timedelta(hours=24)


class Way(models.TextChoices):
    """How something is passed on."""

    MESSAGE = "message", gettext_lazy("转达口信")
    CALL = "call", gettext_lazy("代打电话")


class Relay(AppendOnly):
    """What a handler asks the custodian to pass on to the informant of a report."""

    report = models.ForeignKey(Matter, models.PROTECT, related_name="relays")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices)
    text = models.TextField(gettext_lazy("请转达的话"))
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


class RelayAnswer(AppendOnly):
    """What came back, in the custodian's words; a relay is answered once."""

    relay = models.OneToOneField(Relay, models.PROTECT, related_name="answer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(gettext_lazy("转达结果"))
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


@dataclass(frozen=True)
class Shown:
    """A relay as its page shows it; `answer` is empty while it waits, `call` says that the number may be seen now."""

    pk: int
    pseudonym: str
    way: str
    way_name: str
    text: str
    at: datetime
    by_name: str
    answer: str
    answered_at: datetime | None


def ask_relay(act: Act, matter: Matter, *, way: str, text: str) -> Relay:
    """Ask the custodian to pass something on to the informant of a report; raises `Refused`."""
    said = []
    report = matter.concrete()
    if not isinstance(report, Report) or not report.is_handled_by(act.by):
        said.append(_("只有本举报的承办人可以请保管员转达"))
    elif not report.person_ref or (report.closed_on is not None):
        said.append(_("没有可以联系的举报人，或者举报已经办结"))
    said += _words(text)
    if way not in Way.values:
        said.append(_("须选定转达方式"))
    if said:
        raise Refused(_(ASK), said)
    judge_text(act, report, ASK, text)
    with transaction.atomic():
        entry = record(
            act, report, ASK, basis=BASIS, verb="ask_relay", office=Office.HANDLER, facts={"delivery": way}
        )
        return Relay.objects.create(
            report_id=report.pk, by=act.by, way=way, text=text, entry=entry, at=act.at
        )


def take_relay(act: Act, relay_id: int) -> Grant:
    """Take a call in hand: the custodian may see the telephone number once, within a day. Raises `Refused`."""
    relay = _open(act, relay_id, TAKE)
    report = Report.objects.get(pk=relay.report_id)
    found = row("contact", localdate(act.at))
    said = []
    if relay.way != Way.CALL:
        said.append(_("转达口信不需要号码"))
    if same_person(relay.by, act.by):
        said.append(_("请求转达的人不得自己接手"))
    if found is None:
        said.append(_("启封目的矩阵中没有这一目的，不得启封"))
    if Grant.objects.filter(kind=GrantKind.RELAY, entry__facts__relay=relay.pk).exists():
        said.append(_("这一转达的号码已经给过一次；请承办人重新提出"))
    if said or found is None:
        raise Refused(_(TAKE), said)
    with transaction.atomic():
        entry = record(
            act,
            report,
            TAKE,
            basis=BASIS,
            verb="take_relay",
            office=Office.CUSTODIAN,
            facts={"relay": relay.pk},
        )
        return Grant.objects.create(
            kind=GrantKind.RELAY,
            matter=report,
            entry=entry,
            ref=report.person_ref,
            fields=["phone"],
            reader=act.by,
            office=Office.CUSTODIAN,
            purpose=found.title,
            basis=found.version.source,
            first_by=relay.by,
            second_by=act.by,
            from_at=entry.at,
            until_at=entry.at + CALL_WINDOW,
        )


def answer_relay(act: Act, relay_id: int, *, text: str) -> RelayAnswer:
    """Write what came back; checked for the sealed identity, because the handler reads it. Raises `Refused`."""
    relay = _open(act, relay_id, ANSWER)
    report = Report.objects.get(pk=relay.report_id)
    said = _words(text)
    if said:
        raise Refused(_(ANSWER), said)
    judge_text(act, report, ANSWER, text)
    with transaction.atomic():
        entry = record(
            act,
            report,
            ANSWER,
            basis=BASIS,
            verb="answer_relay",
            office=Office.CUSTODIAN,
            facts={"relay": relay.pk},
        )
        return RelayAnswer.objects.create(relay=relay, by=act.by, text=text, entry=entry, at=act.at)


def open_relays(officer: Any, limit: int = 50) -> list[Shown]:
    """The relays that wait for this custodian, oldest first; none for anybody else."""
    if not _is_custodian(officer):
        return []
    mine = Concern.objects.filter(officer_id=officer.pk).values("matter_id")
    rows = Relay.objects.filter(answer__isnull=True).exclude(report_id__in=mine).select_related("by")
    refs = dict(
        Report.objects.filter(pk__in=rows.values("report_id")).values_list("matter_ptr_id", "person_ref")
    )
    return [_shown(relay, refs[relay.report_id], by_name="") for relay in rows.order_by("pk")[:limit]]


def relays_of(officer: Any, matter: Matter) -> list[Shown]:
    """What was asked to be passed on in a report and what came back, for those who read the report; newest first."""
    if matter.kind != "report" or not matters_for(officer).filter(pk=matter.pk).exists():
        return []
    rows = Relay.objects.filter(report_id=matter.pk).select_related("by", "answer").order_by("-pk")
    ref = Report.objects.values_list("person_ref", flat=True).get(pk=matter.pk)
    return [_shown(relay, ref, by_name=str(relay.by)) for relay in rows[:20]]


def may_ask_relay(officer: Any, matter: Any) -> bool:
    return (
        matter.kind == "report"
        and bool(matter.person_ref)
        and matter.closed_on is None
        and matter.is_handled_by(officer)
    )


def _shown(relay: Relay, ref: str, *, by_name: str) -> Shown:
    answer = getattr(relay, "answer", None) if by_name else None
    return Shown(
        pk=relay.pk,
        pseudonym=pseudonym(ref),
        way=relay.way,
        way_name=str(Way(relay.way).label),
        text=relay.text,
        at=relay.at,
        by_name=by_name,
        answer=answer.text if answer else "",
        answered_at=answer.at if answer else None,
    )


def _words(text: str) -> list[str]:
    if not text.strip():
        return [_("须写明内容")]
    return [_("不超过 %(n)d 字") % {"n": LONGEST}] if len(text) > LONGEST else []


def _is_custodian(officer: Any) -> bool:
    return bool(officer.holds(Office.CUSTODIAN, unit=None, day=localdate()))


def _open(act: Act, relay_id: int, name: str) -> Relay:
    relay: Relay | None = Relay.objects.filter(pk=relay_id, answer__isnull=True).select_related("by").first()
    if not act.by.holds(Office.CUSTODIAN, unit=None, day=localdate(act.at)):
        raise Refused(_(name), [_("由保管员办理")])
    if relay is None or concerns(act.by, Matter(pk=relay.report_id)):
        raise Refused(_(name), [_("没有待办的转达")])
    return relay
