"""The objections to a disclosure: no row, no need, the same person twice, one's own matter, a name in the words."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from identity.leak import LeakCheckFailed, leaks
from offices.access import holding, same_person
from offices.roles import Office
from procedure.concerns import concerned_with
from procedure.steps import Act, needs_facts
from statutes.disclosure import Row, row

KEYS = (Office.PRINCIPAL, Office.DISCIPLINE)
HANDS = (Office.CUSTODIAN, Office.LEGAL, *KEYS)
RECEIVERS = (Office.POLICE, Office.PROCURATOR, Office.DISCIPLINE, Office.FINANCE, Office.AUDITOR)
"""Who turns the second key, and whose hands a request passes through at all."""


def row_of(matter: Any) -> Row | None:
    return row(matter.purpose, matter.law_day())


def actors(matter: Any, *verbs: str) -> list[Any]:
    """Who carried out these acts on the matter, as the journal has it."""
    # Read once for all guards of a page; an act that came meanwhile has moved `last_seq`.
    kept = matter.__dict__.get("_actors")
    if kept is None or kept[0] != matter.last_seq:
        rows = matter.journal.select_related("by").order_by("seq")
        kept = matter.__dict__["_actors"] = (matter.last_seq, [(row.verb, row.by) for row in rows])
    return [by for verb, by in kept[1] if verb in verbs]


def decider_is_concerned(matter: Any, day: date) -> bool:
    """Whether the matter concerns the head or the legal reviewer of a day."""
    return bool(concerned_with(matter) & {o.pk for o in holding(Office.PRINCIPAL, Office.LEGAL, day=day)})


def goes_past_line(matter: Any) -> bool:
    """Whether the line of those concerned is gone past: a clue about an official, or a decider who is concerned.

    Asked once of a matter as it was read, however many guards ask; an act reads its matter anew.
    """
    kept = matter.__dict__
    if "_past_line" not in kept:
        kept["_past_line"] = bool(matter.past_line) or decider_is_concerned(matter, localdate())
    return bool(kept["_past_line"])


def row_stands(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Default-deny: a purpose without a row in the matrix opens nothing."""
    found = row_of(matter)
    if found is None or not found.name:
        return _("启封目的矩阵中没有这一目的，不得启封")
    if not set(matter.fields) <= set(found.fields):
        return _("申请项目超出该目的最多可提供的项目")
    return None


def in_ones_place(office: str) -> Any:
    """Guard: the discipline liaison stands in for this office only where everybody who holds it is concerned."""

    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        day = localdate(act.at)
        if act.by.holds(office, unit=None, day=day) or not act.by.holds(
            Office.DISCIPLINE, unit=None, day=day
        ):
            return None  # whoever holds neither is told so by the corridor
        concerned = concerned_with(matter)
        if all(holder.pk in concerned for holder in holding(office, day=day)):
            return None
        return _("只有%(office)s均被回避时，才由纪检监察联络员代行") % {"office": Office(office).label}

    guard.__name__ = f"in_place_of_{office}"
    return guard


def second_key(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Who turns the second key: the head of the bureau; the discipline liaison where the line is gone past."""
    if not _holds(act, *KEYS):
        return None
    wanted = Office.DISCIPLINE if goes_past_line(matter) else Office.PRINCIPAL
    if act.by.holds(wanted, unit=None, day=localdate(act.at)):
        return None
    return _("由%(office)s作第二人确认") % {"office": wanted.label}


def not_past_line(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("涉及本局人员，按规则不经此程序") if goes_past_line(matter) else None


def only_past_line(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if goes_past_line(matter) else _("只有涉及本局人员的，才按规则直接办理")


def _holds(act: Act, *offices: str) -> bool:
    return bool(act.by.offices_on(localdate(act.at)) & set(offices))


def _not_the_same(verbs: Iterable[str], words: Any, offices: Iterable[str] = HANDS) -> Any:
    """Guard: who did one of these acts does not do this one. It speaks to holders of the step's offices alone.

    Everybody else is kept out by the corridor, and a page that waits for another must not read what bars its reader.
    """

    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        if not _holds(act, *offices):
            return None
        return str(words()) if any(same_person(by, act.by) for by in actors(matter, *verbs)) else None

    return guard


not_the_requester = _not_the_same(["begin"], lambda: _("申请人不得核对、批准或者启封自己的申请"))
not_the_requester.__name__ = "not_the_requester"
not_the_checker = _not_the_same(
    ["check_basis"], lambda: _("核对依据的人不得批准"), [Office.LEGAL, Office.PRINCIPAL]
)
not_the_checker.__name__ = "not_the_checker"
not_the_legal = _not_the_same(
    ["legal_agree"], lambda: _("法制同意和批准须由两人分别作出"), [Office.PRINCIPAL]
)
not_the_legal.__name__ = "not_the_legal"
not_the_first_key = _not_the_same(["release"], lambda: _("两把钥匙须由两个不同的人分别确认"), KEYS)
not_the_first_key.__name__ = "not_the_first_key"
not_the_deciders = _not_the_same(
    ["legal_agree", "approve"], lambda: _("批准人不得作为保管员启封"), [Office.CUSTODIAN, Office.DISCIPLINE]
)
not_the_deciders.__name__ = "not_the_deciders"


def recipient_is_another(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The one who receives turns no key."""
    if matter.recipient is not None and _holds(act, *HANDS) and same_person(matter.recipient, act.by):
        return _("接收人不得经手启封")
    return None


def asked_or_past_line(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Who asked turns no key, but for the liaison: past the line there is nobody else, and the custodian is the other."""
    return (
        None
        if goes_past_line(matter)
        else not_the_requester(matter, facts, act) or recipient_is_another(matter, facts, act)
    )


def legal_agreed_where_asked(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    found = row_of(matter)
    asked = found is None or Office.LEGAL in found.approvals
    return _("须先由法制审核员同意") if asked and not actors(matter, "legal_agree") else None


@needs_facts
def refusal_is_overridden(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Where the informant refused, only a statute that overrides the refusal opens the name."""
    if matter.consent != "refused" or str(facts.get("overriding") or matter.overriding).strip():
        return None
    return _("举报人不同意，又没有写明优先适用的法律条文，应当不予启封")


@needs_facts
def ground_not_to_ask(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("disclosure.consent").on(matter.law_day())
    if not version.has_item(str(facts.get("ground", ""))):
        return _("%(source)s没有列明这一情形") % {"source": version.source}
    return None if str(facts.get("reason", "")).strip() else _("须写明不征求意见的理由")


def names_in(refs: Iterable[str], texts: Iterable[str], public: Iterable[str] = ()) -> str | None:
    """Why these words cannot be written down: a sealed value stands in them, or that could not be checked."""
    try:
        found = leaks([ref for ref in refs if ref], "\n".join(texts), public=[p for p in public if p])
    except LeakCheckFailed:
        return _("无法核对文字中是否含有封存的身份，暂不能办理")
    return _("文字中含有封存的身份信息，请删去后再办") if found else None


def only_the_recipient(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if matter.way != "view":
        return _("密封附件由保管员登记签收")
    mine = act.by.pk == matter.recipient_id
    return None if mine or not _holds(act, *RECEIVERS) else _("由接收人本人签收")


def only_on_paper(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("由接收人本人在系统内签收") if matter.way == "view" and matter.purpose != "danger" else None


def only_the_requester(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if act.by.pk == matter.recorder_id else _("由申请人本人撤回")


@needs_facts
def keeps_it_secret(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if facts.get("secrecy") else _("须确认已阅知保密义务")


def longest_until(on: date) -> date:
    """The last day a request made on that day may ask for."""
    return on + timedelta(days=statutes.rule("disclosure.two_people").on(on).number("longest_days"))
