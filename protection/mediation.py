"""The mixed-filing exception (Order 121 art. 37): what of a complainant the other side must know for mediation.

A deliberate act, field by field: the handler says of each why mediation needs it, the head of the unit approves and
says how the person was told, then it may be said. Whether the same contact also holds a report is not asked and not
shown: the handler of the complaint must not learn it.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cases.models import Complaint
from offices.access import same_person
from offices.roles import Office
from procedure.concerns import concerns
from procedure.corridor import Refused, judge_text, record
from procedure.journal import JournalEntry
from procedure.locks import AppendOnly
from procedure.matter import Matter
from procedure.steps import Act
from statutes.disclosure import row

PROPOSE, APPROVE, GIVE = (
    gettext_noop("提出调解必需的信息"),
    gettext_noop("批准提供调解必需的信息"),
    gettext_noop("向被投诉人提供调解必需的信息"),
)
BASIS = "disclosure.mediation"


class MediationProposal(AppendOnly):
    """Which fields the other side must know, and of each why; the latest one of a complaint counts."""

    complaint = models.ForeignKey(Matter, models.PROTECT, related_name="mediation_data")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    needs = models.JSONField(gettext_lazy("逐项理由"))
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


class MediationApproval(AppendOnly):
    """The head of the unit agreed, and the person was told."""

    proposal = models.OneToOneField(MediationProposal, models.PROTECT, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    informed = models.CharField(gettext_lazy("怎样告知投诉人"), max_length=200)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


def whitelist(matter: Matter) -> tuple[str, ...]:
    """The fields that may be given for mediation on the matter's day; none before Order 121."""
    found = row("mediation", matter.law_day())
    return found.fields if found else ()


def latest(matter: Matter) -> MediationProposal | None:
    return (
        MediationProposal.objects.filter(complaint_id=matter.pk)
        .select_related("approval", "by")
        .order_by("-pk")
        .first()
    )


def given_for_mediation(matter: Matter) -> frozenset[str]:
    """The fields of the complainant that may be said to the other side of this complaint; empty by default.

    What the guard of what leaves asks before it blocks a paper of a complaint: without an approval, nothing.
    """
    proposal = latest(matter) if matter.kind == "complaint" else None
    if proposal is None or not MediationApproval.objects.filter(proposal=proposal).exists():
        return frozenset()
    return frozenset(proposal.needs) & frozenset(whitelist(matter))


def propose(act: Act, matter: Matter, *, needs: Mapping[str, str]) -> MediationProposal:
    """Say which fields mediation needs, and of each why; raises `Refused`."""
    complaint = _handled(act, matter, PROPOSE)
    needs = {field: why.strip() for field, why in needs.items()}
    said = []
    if not needs:
        said.append(_("须至少选定一项"))
    if beyond := set(needs) - set(whitelist(complaint)):
        said.append(_("%(n)d 项不在可提供的范围内") % {"n": len(beyond)})
    if any(not why for why in needs.values()):
        said.append(_("每一项都须写明调解为什么必需"))
    if said:
        raise Refused(_(PROPOSE), said)
    judge_text(act, complaint, PROPOSE, "\n".join(needs.values()))
    with transaction.atomic():
        entry = record(
            act,
            complaint,
            PROPOSE,
            basis=BASIS,
            verb="propose_mediation_data",
            office=Office.HANDLER,
            facts={"fields": sorted(needs), "reason": "；".join(needs.values())},
        )
        return MediationProposal.objects.create(
            complaint_id=complaint.pk, by=act.by, needs=needs, entry=entry, at=act.at
        )


def approve(act: Act, matter: Matter, *, informed: str) -> MediationApproval:
    """The head of the unit approves the latest proposal and says how the person was told; raises `Refused`."""
    complaint, proposal, said = matter.concrete(), latest(matter), []
    if not act.by.holds(Office.UNIT_HEAD, unit=matter.unit, day=localdate(act.at)):
        said.append(_("由机构负责人批准"))
    if concerns(act.by, matter):
        said.append(_("本事项涉及您本人，不得经办"))
    if proposal is None or MediationApproval.objects.filter(proposal=proposal).exists():
        said.append(_("没有待批准的信息"))
    elif same_person(proposal.by, act.by):
        said.append(_("提出人不得自己批准"))
    if not informed.strip():
        said.append(_("须写明怎样告知投诉人"))
    if said or proposal is None:
        raise Refused(_(APPROVE), said)
    judge_text(act, complaint, APPROVE, informed)
    with transaction.atomic():
        entry = record(
            act,
            complaint,
            APPROVE,
            basis=BASIS,
            verb="approve_mediation_data",
            office=Office.UNIT_HEAD,
            facts={"fields": sorted(proposal.needs), "informed": informed},
        )
        return MediationApproval.objects.create(
            proposal=proposal, by=act.by, informed=informed, entry=entry, at=act.at
        )


def give(act: Act, matter: Matter, *, how: str) -> JournalEntry:
    """Enter that the approved fields were said to the other side, and how; raises `Refused`."""
    complaint = _handled(act, matter, GIVE)
    fields = given_for_mediation(complaint)
    said = [] if fields else [_("尚未批准，不得提供")]
    if not how.strip():
        said.append(_("须写明怎样提供"))
    if said:
        raise Refused(_(GIVE), said)
    return record(
        act,
        complaint,
        GIVE,
        basis=BASIS,
        verb="give_for_mediation",
        office=Office.HANDLER,
        facts={"fields": sorted(fields), "how": how},
    )


def _handled(act: Act, matter: Matter, name: str) -> Any:
    complaint = matter.concrete()
    if not isinstance(complaint, Complaint) or not complaint.is_handled_by(act.by):
        raise Refused(_(name), [_("只有本投诉的承办人可以办理")])
    if complaint.closed_on is not None or concerns(act.by, complaint):
        raise Refused(_(name), [_("投诉已办结，不再提供信息")])
    return complaint
