"""Messages between the bureau and whoever filed a matter: entered as acts, read by whom the matter may be read.

What a message may say is judged one room up (`documents.messages`), where a text is held against the sealed names.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import statutes
from cases.models.message import Direction, Message, Topic
from offices.roles import Office
from procedure.corridor import Refused, record
from procedure.steps import FILER, Act

BASIS = "portal.message"
NAMES = {
    Direction.IN: gettext_noop("提交人留言"),
    Direction.OUT: gettext_noop("给提交人留言"),
    Direction.READ: gettext_noop("阅提交人留言"),
}
VERBS = {Direction.IN: "filer_wrote", Direction.OUT: "write_filer", Direction.READ: "read_filer"}
KINDS = frozenset({"complaint", "report"})
WITHDRAWAL_NAME = gettext_noop("提交人请求撤回投诉")


def has_thread(matter: Any) -> bool:
    """Whether there is somebody to write to: a complaint, or a report that somebody made."""
    return matter.kind in KINDS and bool(matter.person_ref)


def may_write(officer: Any, matter: Any, day: date) -> bool:
    """Whether this officer answers for the matter: who handles it, the head of its unit, the hub before it has one."""
    if not has_thread(matter):
        return False
    if matter.is_handled_by(officer):
        return officer.holds(Office.HANDLER, unit=matter.unit, day=day)
    if matter.unit:
        return officer.holds(Office.UNIT_HEAD, unit=matter.unit, day=day)
    return officer.holds(Office.DISPATCHER, unit=None, day=day)


def thread(matter: Any) -> list[Message]:
    """Every message of a matter, oldest first; the caller must have been let in to the matter."""
    return list(matter.messages.order_by("id"))


def thread_for_filer(matter: Any, until: datetime | None) -> list[Message]:
    """The messages as the filer sees them; what the office wrote at or after `until` waits for another day."""
    rows = matter.messages.exclude(direction=Direction.READ).order_by("id")
    if until is None:
        return list(rows)
    return list(rows.exclude(direction=Direction.OUT, entry__at__gte=until))


def awaited(matters: Iterable[int]) -> set[int]:
    """In which of these matters the filer had the last word; one read of an index."""
    rows = Message.objects.filter(matter_id__in=list(matters)).order_by("matter_id", "id")
    last = dict(rows.values_list("matter_id", "direction"))
    return {matter for matter, direction in last.items() if direction == Direction.IN}


def left_today(matter: Any, day: date) -> int:
    """How many more messages the filer may leave on this day."""
    most = int(statutes.rule(BASIS).on(day).params["most_a_day"])
    return max(0, most - matter.messages.filter(direction=Direction.IN, sent_on=day).count())


def enter_from_filer(act: Act, matter: Any, text: str, topic: str = Topic.NOTE) -> Message:
    """Enter what the filer says; raises `Refused` when it is not his matter, or too much for one day."""
    name = WITHDRAWAL_NAME if topic == Topic.WITHDRAWAL else NAMES[Direction.IN]
    if not act.filer or not has_thread(matter):
        raise Refused(name, [_("此步骤不由提交人本人办理")])
    if not left_today(matter, localdate(act.at)):
        raise Refused(name, [_("今天的留言已达上限，请明天再写；紧急情况请拨打12315或者110")])
    return _enter(act, matter, Direction.IN, text=text, topic=topic, name=name, office=FILER)


def enter_to_filer(act: Act, matter: Any, text: str) -> Message:
    """Enter what the office tells the filer; raises `Refused` for an officer who does not answer for the matter."""
    return _enter(
        act,
        matter,
        Direction.OUT,
        text=text,
        topic=Topic.NOTE,
        name=NAMES[Direction.OUT],
        office=writes_as(act, matter),
    )


def mark_read(act: Act, matter: Any) -> Message | None:
    """Enter that the office has read what the filer wrote and owes no answer; None when nothing waited."""
    office = writes_as(act, matter)
    if matter.pk not in awaited([matter.pk]):
        return None
    return _enter(
        act,
        matter,
        Direction.READ,
        text="",
        topic=Topic.NOTE,
        name=NAMES[Direction.READ],
        office=office,
    )


def writes_as(act: Act, matter: Any) -> str:
    """In which office this officer writes to the filer of a matter; raises `Refused` for one who does not answer for it."""
    if not may_write(act.by, matter, localdate(act.at)):
        raise Refused(
            NAMES[Direction.OUT], [_("由本事项的承办人、承办机构负责人办理；尚未分送的由分流员办理")]
        )
    if matter.is_handled_by(act.by):
        return str(Office.HANDLER)
    return str(Office.UNIT_HEAD if matter.unit else Office.DISPATCHER)


def _enter(
    act: Act, matter: Any, direction: Direction, *, text: str, topic: str, name: str, office: str
) -> Message:
    with transaction.atomic():
        facts = {"digest": hashlib.sha256(text.encode()).hexdigest()} if text else {}
        entry = record(act, matter, name, basis=BASIS, verb=VERBS[direction], office=office, facts=facts)
        return Message.objects.create(
            matter_id=matter.pk,
            direction=direction,
            topic=topic,
            text=text,
            sent_on=localdate(entry.at),
            entry=entry,
        )
