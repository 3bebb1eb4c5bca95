"""The exits: for each way a matter can end, the papers that must exist and be served before it is closed.

A paper counts as made when its order is fulfilled and as served when the service is in the matter's journal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import statutes
from cases.facts.complaint import PARTIES
from procedure.orders import Order
from procedure.steps import Act


@dataclass(frozen=True)
class Need:
    """One paper an exit needs: its form, its title, whether it must have been served or only made, and on both parties."""

    form: str
    title: str
    served: bool = True
    both: bool = False


ACCEPTANCE = Need("acceptance", gettext_noop("受理决定书"))
FILED_2019 = Need("filing_notice_2019", gettext_noop("举报立案告知书"), served=False)
NOT_FILED_2019 = Need("non_filing_notice_2019", gettext_noop("举报不予立案告知书"), served=False)
TRANSFER = (
    Need("transfer_letter", gettext_noop("移送函")),
    Need("transfer_notice", gettext_noop("移送告知书")),
)


def needs_of(matter: Any) -> tuple[Need, ...]:
    """The papers the matter's present end requires; none where the state is no end or the end has no paper."""
    return _EXITS[matter.KIND].get(matter.state, _nothing)(matter)


def _nothing(matter: Any) -> tuple[Need, ...]:
    return ()


def _agreed(complaint: Any) -> tuple[Need, ...]:
    if complaint.agreement_paper == "made":
        return ACCEPTANCE, Need("mediation_agreement", gettext_noop("调解书"), both=True)
    return ACCEPTANCE, Need("mediation_record", gettext_noop("调解记录"), served=False)


def _terminated(complaint: Any) -> tuple[Need, ...]:
    return ACCEPTANCE, Need("termination", gettext_noop("终止调解决定书"), both=True)


def _refused(complaint: Any) -> tuple[Need, ...]:
    return (Need("non_acceptance", gettext_noop("不予受理决定书")),)


def _handed_on(matter: Any) -> tuple[Need, ...]:
    letter, notice = TRANSFER
    return (letter, notice) if reachable(matter) else (letter,)


def _redirected(report: Any) -> tuple[Need, ...]:
    return (Need("redirect_notice", gettext_noop("举报去向告知书")),) if reachable(report) else ()


def _decided(report: Any) -> tuple[Need, ...]:
    """The register, and under Order 20 the form of 2019 that a reporter by name was owed (令20 art. 31(2)).

    That he was told is not asked here: the term of the notice is, which his telling answers in whatever way.
    """
    register = Need("case_source", gettext_noop("案件来源登记表"), served=False)
    if not (reachable(report) and statutes.rule("report.filing_notice").in_force_on(report.law_day())):
        return (register,)
    return register, FILED_2019 if report.state == "filed" else NOT_FILED_2019


def has_filer(matter: Any) -> bool:
    """Whether somebody filed it: a lead found in inspection, media or a complaint has nobody."""
    return not getattr(matter, "source", "")


def reachable(matter: Any) -> bool:
    """Whether there is anybody to tell: a lead has no filer, and an anonymous one asks by code himself."""
    if matter.KIND == "report":
        return has_filer(matter) and not matter.anonymous
    return True


def has_forms_of_2019(matter: Any) -> bool:
    """Whether its papers are those of 2019, which go with Order 20; those of April 2026 know fewer."""
    return statutes.instruments()["order_20"].in_force_on(matter.law_day())


def untold(complaint: Any, told: Collection[str]) -> list[str]:
    """Which of the two parties a paper to both has still to reach, by code; `told` are those it has reached.

    Ended because a party died or was dissolved, it reaches the other one (令121 art. 23(1)(7)); that the one which is
    gone was served as well counts for nothing.
    """
    gone = _who_is_gone(complaint)
    return [code for code, _word in PARTIES if code not in told and code != gone]


def _who_is_gone(complaint: Any) -> str:
    """The party that is no more, by code; empty where both are there. Where nobody said which, it is the trader."""
    ground = getattr(complaint, "terminated_on_ground", "")
    version = statutes.rule("complaint.termination").on(complaint.law_day())
    if not ground or ground != version.params.get("survivor_code"):
        return ""
    ended = complaint.journal.filter(verb="terminate").order_by("-seq").first()
    return str((ended.facts.get("gone") if ended else "") or "respondent")


_EXITS: Mapping[str, Mapping[str, Any]] = {
    "complaint": {
        "agreed": _agreed,
        "terminated": _terminated,
        "not_accepted": _refused,
        "transferred": _handed_on,
    },
    "report": {
        "filed": _decided,
        "not_filed": _decided,
        "redirected": _redirected,
        "transferred": _handed_on,
    },
}


def papers_of_the_exit(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The guard: what is still missing of the papers this end requires, in words."""
    needs = needs_of(matter)
    if not needs:
        return None
    forms = [need.form for need in needs]
    made = set(
        Order.objects.filter(
            matter_id=matter.pk, room="documents", form__in=forms, state=Order.FULFILLED
        ).values_list("form", flat=True)
    )
    served: dict[str, set[str]] = {}
    for entry in matter.journal.filter(verb="serve"):
        served.setdefault(str(entry.facts.get("form")), set()).add(str(entry.facts.get("party") or ""))
    words, missing = dict(PARTIES), []
    for need in needs:
        paper = {"paper": _(need.title)}
        if need.form not in made:
            missing.append(_("%(paper)s（未制作）") % paper)
        elif need.served and need.form not in served:
            missing.append(_("%(paper)s（未送达）") % paper)
        elif need.both and (left := untold(matter, served[need.form] - {""})):
            whom = _("、").join(str(words[code]) for code in left)
            missing.append(_("%(paper)s（未送达%(whom)s）") % {**paper, "whom": whom})
    return _("办结前须有的文书还缺：%(papers)s") % {"papers": "、".join(missing)} if missing else None
