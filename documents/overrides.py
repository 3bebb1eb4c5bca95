"""What the exit held back, and how two people answer for letting exactly that out: one asks, another gives.

Everything here is only added. Bound to the digest of the content: one changed character, and it is asked for anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from documents.models import HeldBack, Override, OverrideAsked
from offices.access import same_person
from offices.roles import Office
from procedure import orders
from procedure.access import reach
from procedure.corridor import Refused, judge_text, record
from procedure.links import acts_on
from procedure.matter import Matter
from procedure.orders import Order
from procedure.steps import Act

BASIS = "record.release"
ASK, GIVE = gettext_noop("申请外发放行"), gettext_noop("准予外发放行")
GIVERS = (Office.LEGAL, Office.CUSTODIAN)
UNREAD = "unread"
"""Found where it could not be read or checked: nobody can answer for what nobody has seen."""

SHORTEST_REASON = 10
SHOWN = 200


def hold(
    matters: Sequence[Matter],
    *,
    exit: str,  # noqa: A002  # the word of `documents.leaving`
    label: str,
    digest: str,
    found: Sequence[str],
    warned: Sequence[str],
    order: Any = None,
) -> None:
    """Keep that this content was held back, once for each matter; kinds and a digest, nothing of the content."""
    for matter in matters or [None]:
        known = HeldBack.objects.filter(matter_id=matter and matter.pk, digest=digest, found=list(found))
        if known.exists():
            continue
        with transaction.atomic():
            HeldBack.objects.create(
                matter_id=matter and matter.pk,
                exit=exit,
                label=label[:60],
                digest=digest,
                found=list(found),
                warned=list(warned),
                order=order,
            )


def given_for(digest: str, matters: Sequence[Matter], found: Sequence[str]) -> bool:
    """Whether a second person answers for exactly this content, for every matter it tells of and everything found."""
    given = Override.objects.filter(asked__held__digest=digest).values_list(
        "asked__held__matter_id", "asked__held__found"
    )
    answered: dict[int, set[str]] = {}
    for matter_id, kinds in given:
        answered.setdefault(matter_id, set()).update(kinds)
    return bool(matters) and all(set(found) <= answered.get(matter.pk, set()) for matter in matters)


def held_for(officer: Any) -> list[HeldBack]:
    """What was held back of the matters this officer may read, newest first; all of it for whoever may give.

    Whoever gives sees kind, number and what was found, and nothing of the matter that he may not read anyway.
    """
    return list(_rows_for(officer).order_by("-id")[:SHOWN])


def _rows_for(officer: Any) -> Any:
    rows = HeldBack.objects.select_related("matter", "order__ordered_by").prefetch_related(
        "asked__by", "asked__given__by"
    )
    if not officer.offices_on(localdate()) & set(GIVERS):
        rows = rows.filter(matter__in=Matter.objects.filter(reach(officer)))
    return rows


def held(officer: Any, pk: int) -> HeldBack | None:
    """One of them; None where there is none this officer is shown."""
    found: HeldBack | None = _rows_for(officer).filter(pk=pk).first()
    return found


def objections_to_asking(act: Act, row: HeldBack) -> list[str]:
    """Why this officer may not ask for this content to be let out, in words."""
    found = []
    if row.matter is None or UNREAD in row.found:
        found.append(_("未能完整检查的内容不得放行"))
    elif not acts_on(act.by, row.matter, localdate(act.at)):
        found.append(_("由本事项的承办人或机构负责人申请"))
    if row.asked.all():
        found.append(_("已经申请过"))
    return found


def objections_to_giving(act: Act, asked: OverrideAsked) -> list[str]:
    """Why this officer may not let this content out, in words: never who asked, drafted or handles it."""
    row, found = asked.held, []
    if not act.by.offices_on(localdate(act.at)) & set(GIVERS):
        found.append(_("由法制审核员或者隐私保管员放行"))
    drafted = row.order.ordered_by if row.order is not None else None
    matter = row.matter
    hands = (asked.by, drafted and drafted.by, matter.handler, matter.co_handler)
    if matter.is_handled_by(act.by) or any(hand is not None and same_person(hand, act.by) for hand in hands):
        found.append(_("须由申请人、拟稿人和承办人以外的第二人放行"))
    if getattr(asked, "given", None) is not None:
        found.append(_("已经放行"))
    return found


def ask(act: Act, row: HeldBack, reason: str) -> OverrideAsked:
    """Ask that this content be let out all the same; journalled. Raises `Refused` with the objections in words."""
    if wrong := [*objections_to_asking(act, row), *_reason(reason)]:
        raise Refused(ASK, wrong)
    judge_text(act, row.matter, ASK, reason)
    with _once(ASK):
        entry = record(
            act, row.matter.concrete(), ASK, basis=BASIS, verb="ask_release", facts=_facts(row, reason=reason)
        )
        return OverrideAsked.objects.create(
            held=row, by=act.by, reason=reason.strip(), at=act.at, entry=entry
        )


def give(act: Act, asked: OverrideAsked, reason: str) -> Override:
    """Let exactly this content out, answering for it; journalled, and its paper is made again at once.

    Raises `Refused` with the objections in words.
    """
    row = asked.held
    if wrong := [*objections_to_giving(act, asked), *_reason(reason)]:
        raise Refused(GIVE, wrong)
    judge_text(act, row.matter, GIVE, reason)
    with _once(GIVE):
        entry = record(
            act,
            row.matter.concrete(),
            GIVE,
            basis=BASIS,
            verb="give_release",
            office=next(office for office in GIVERS if office in act.by.offices_on(localdate(act.at))),
            facts=_facts(row, reason=reason, asked_by=str(asked.by)),
        )
        made = Override.objects.create(asked=asked, by=act.by, reason=reason.strip(), at=act.at, entry=entry)
        if row.order is not None and row.order.state != Order.FULFILLED:
            orders.again(row.order)
    return made


@contextmanager
def _once(name: str) -> Iterator[None]:
    """A transaction in which the second of two officers who press at once is refused in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(name, [_("已有人办理，请刷新")]) from None


def _reason(reason: str) -> list[str]:
    if len(reason.strip()) < SHORTEST_REASON:
        return [_("请写明理由（至少 10 个字）")]
    return []


def _facts(row: HeldBack, **more: Any) -> dict[str, Any]:
    return {"exit": row.exit, "form": row.label, "digest": row.digest, "found": row.found, **more}
