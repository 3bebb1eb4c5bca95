"""Asking for a disclosure, and releasing at once where a life is in danger: the two ways such a request begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from offices.roles import Office
from procedure.access import matters_for
from procedure.concerns import concerns
from procedure.corridor import Refused, begin, following, judge_text, perform
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.steps import Act
from protection.facts import FIELD_NAMES, OTHER
from protection.grants import Grant, GrantKind
from protection.guards import decider_is_concerned, longest_until, names_in
from protection.procedures.disclosure import Disclosure
from protection.states import DisclosureState as S
from protection.whose import ref_of, root_of
from statutes.disclosure import Row, matrix, row

NAME, AT_ONCE = gettext_noop("提出启封申请"), gettext_noop("人身危险先行披露")
TITLE = "启封申请"
EMERGENCY_WINDOW = timedelta(hours=1)
RELEASERS = (Office.CUSTODIAN, Office.LEADER)


@dataclass(frozen=True)
class Wish:
    """What is asked for: the purpose, which fields, how, by whom to be read, until when."""

    purpose: str
    fields: tuple[str, ...]
    until_on: date
    way: str
    recipient: Any
    outside: str


def may_ask(officer: Any, matter: Matter, day: date) -> bool:
    """Whether the request form is offered to this officer on this matter: an office that some row lets ask."""
    held = officer.offices_on(day)
    asked = any(held & set(each.asked_by) for each in matrix(day).values() if each.code != "danger")
    return asked and matter.kind in {"report", "complaint", "clue", "case", "referral", "reward"}


def ask(
    act: Act,
    matter: Matter,
    *,
    purpose: str,
    legal_basis: str,
    motive: str,
    fields_wanted: Sequence[str],
    until_on: date,
    way: str = "view",
    recipient: Any = None,
    outside: str = "",
) -> Disclosure:
    """Open a request about the person behind a matter the officer may read; raises `Refused` in words.

    A purpose that stands in no row of the matrix, or in a row that opens no name, is denied in the same act: the
    request and its reason stay. The custodian has one working day for the others.
    """
    day = localdate(act.at)
    found = row(purpose, day)
    wish = Wish(purpose, tuple(fields_wanted), until_on, way, recipient, outside)
    if not matters_for(act.by, day).filter(pk=matter.pk).exists():
        raise Refused(_(NAME), [_("没有这一事项")])
    root = root_of(matter)
    said = _objections(act, root, found, wish)
    if not said and found is not None and found.name:
        said = _unfit(found, wish, day)
    if said:
        raise Refused(_(NAME), said)
    # Before the transaction: what a refused text leaves in the journal must outlast it.
    judge_text(act, matter, NAME, "\n".join([legal_basis, motive, outside]))
    with transaction.atomic(), law_scope(act=True):
        made = begin(
            act,
            Disclosure,
            name=NAME,
            basis="disclosure.minimum",
            opens=("identity.basis_target",),
            by=found.asked_by if found else (),
            facts={
                "purpose": found.title if found else _("其他"),
                "legal_basis": legal_basis,
                "motive": motive,
                "fields": list(fields_wanted),
                "delivery": way,
                "recipient": recipient,
                "outside": outside,
                "until_on": until_on,
            },
            title=TITLE,
            received_at=act.at,
            state=S.REQUESTED,
            parent_id=root.pk,
            # Whoever asks in an office of a unit acts on the request within that unit: withdraws it.
            unit=matter.unit,
            ref=ref_of(root),
            purpose=purpose,
            legal_basis=legal_basis,
            motive=motive,
            fields=list(fields_wanted),
            way=way,
            recipient=recipient,
            outside=outside,
            until_on=until_on,
            past_line=_past_line(root, day),
        )
        if found is None or not found.name:
            with following():
                perform(act, made.deny_by_rule, reason=_why_denied(found))
    return made


def _why_denied(found: Row | None) -> str:
    if found is None:
        return _("启封目的矩阵中没有这一目的：没有列明的，一律不予启封")
    note = found.version.note or found.version.words
    return _("%(title)s：%(why)s（%(source)s）") % {
        "title": found.title,
        "why": note,
        "source": found.version.source,
    }


def _objections(act: Act, root: Matter, found: Row | None, wish: Wish) -> list[str]:
    said = []
    if not ref_of(root):
        said.append(_("本事项没有封存的身份"))
    if concerns(act.by, root):
        said.append(_("本事项涉及您本人，不得经办"))
    if wish.purpose == "danger" or (found is None and wish.purpose != OTHER):
        said.append(_("没有这一启封目的"))
    if found is not None and not act.by.offices_on(localdate(act.at)) & set(found.asked_by):
        said.append(_("您的职务不能以这一目的申请"))
    return said


def _unfit(found: Row, wish: Wish, day: date) -> list[str]:
    """What of a request does not fit the row: more fields, another recipient, too long, on paper where it may not."""
    said = []
    if not wish.fields or not set(wish.fields) <= set(found.fields):
        said.append(_("这一目的最多可申请：%(fields)s") % {"fields": _fields_in_words(found.fields)})
    if not day <= wish.until_on <= longest_until(day):
        said.append(_("期限须在今天至 %(day)s 之间") % {"day": longest_until(day)})
    if wish.way == "annex" and not (found.annex and wish.outside.strip()):
        said.append(_("这一目的不作密封附件") if not found.annex else _("须写明接收机关和经手人"))
    if wish.way == "view":
        fits = wish.recipient is not None and wish.recipient.offices_on(day) & set(found.to)
        if not fits:
            said.append(_("须选定一名这一目的的接收人；没有账号的，作密封附件"))
    return said


def _fields_in_words(fields: Sequence[str]) -> str:
    return "、".join(str(FIELD_NAMES[name]) for name in fields)


def _past_line(root: Matter, day: date) -> bool:
    """Whether it goes past the line: a clue about an official, or one that concerns a head or the legal reviewer."""
    return root.kind == "clue" or decider_is_concerned(root, day)


def may_break_glass(officer: Any, day: date) -> bool:
    return any(officer.holds(office, unit=None, day=day) for office in RELEASERS)


def break_glass(
    act: Act,
    *,
    number: str,
    danger: str,
    police: str,
    fields_wanted: Sequence[str],
    unreachable: str = "",
) -> Disclosure:
    """Release at once, because a life is in danger: one person, one hour, then 24 hours for the approval.

    The custodian does it; a leader on duty where the custodian cannot be reached, who says why. Whoever releases
    reads the page once and tells public security. Raises `Refused`.
    """
    day = localdate(act.at)
    found = row("danger", day)
    with transaction.atomic(), law_scope(act=True):
        candidate = Matter.objects.filter(
            number=number.strip(), kind__in=("report", "complaint", "clue")
        ).first()
        root = root_of(candidate) if candidate is not None else None
        said = _not_at_once(act, root, found, list(fields_wanted), unreachable)
        if not said and root is not None:
            named = names_in([ref_of(root)], [danger, police, unreachable], [root.respondent])
            said = [named] if named else []
        if said or root is None or found is None:
            raise Refused(_(AT_ONCE), said)
        made = begin(
            act,
            Disclosure,
            name=AT_ONCE,
            basis="disclosure.danger",
            opens=("identity.emergency_approval",),
            by=RELEASERS,
            facts={
                "danger": danger,
                "police": police,
                "fields": list(fields_wanted),
                "unreachable": unreachable,
            },
            title=TITLE,
            received_at=act.at,
            state=S.EMERGENCY,
            parent_id=root.pk,
            ref=ref_of(root),
            purpose="danger",
            legal_basis=found.version.source,
            motive=danger,
            fields=list(fields_wanted),
            way="view",
            recipient=act.by,
            handler=act.by,
            outside=police,
            until_on=day,
            past_line=_past_line(root, day),
        )
        entry = made.journal.get(verb="begin")
        Grant.objects.create(
            kind=GrantKind.EMERGENCY,
            matter=made,
            entry=entry,
            ref=made.ref,
            fields=list(fields_wanted),
            reader=act.by,
            office=entry.office,
            purpose=found.title,
            basis=found.version.source,
            first_by=act.by,
            second_by=None,
            from_at=act.at,
            until_at=act.at + EMERGENCY_WINDOW,
        )
    return made


def _not_at_once(act: Act, root: Any, found: Row | None, wanted: list[str], unreachable: str) -> list[str]:
    day = localdate(act.at)
    said = []
    if not may_break_glass(act.by, day):
        said.append(_("由保管员办理；联系不上保管员的，由值班局领导办理"))
    elif not act.by.holds(Office.CUSTODIAN, unit=None, day=day) and not unreachable.strip():
        said.append(_("须写明保管员为何联系不上"))
    # Of a matter that concerns the officer nothing is said, not even that it is there.
    if (
        root is None
        or not ref_of(root)
        or concerns(act.by, root)
        or (root.kind == "clue" and not _is_custodian(act, day))
    ):
        said.append(_("没有这一编号的举报，或者没有封存的身份"))
    if found is None or not wanted or not set(wanted) <= set(found.fields):
        said.append(_("须选定需要的项目"))
    return said


def _is_custodian(act: Act, day: date) -> bool:
    return bool(act.by.holds(Office.CUSTODIAN, unit=None, day=day))
