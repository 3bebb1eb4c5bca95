"""Disposal at the end of a period (到期销毁): proposed, reviewed and approved by three people, leaving a digest.

What goes is the key of each sealed thing, so that its bytes are noise wherever a copy lies; of evidence the files go
as well, the sterile copy included. What stays: the matter, its journal, every opening, the digests of each file, and a
row with the digest of what went. Asked three times, and once more when it is done: is the period over, is nothing that
grew out of the matter still alive, and does a hold stand?
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from cases.guards.both import reason_is_given
from identity.disposal import disposed_of
from offices.access import same_person
from offices.roles import Office
from procedure.access import everything
from procedure.corridor import Refused, begin
from procedure.law import law_scope
from procedure.locks import AppendOnly
from procedure.matter import Matter
from procedure.steps import Act, step
from retention import facts as f
from retention.holds import is_held
from retention.schedule import another_decides, classes, due_of
from retention.states import BatchState as S

OPEN = (S.PROPOSED, S.REVIEWED)
OF_THIS_ROOM = ("hold", "rights")


def things_of(matter: Matter) -> list[str]:
    """The references of the vault that belong to a matter alone, and may go with it."""
    if matter.kind in OF_THIS_ROOM:
        return []  # a request about a person's data does not own the person
    concrete: Any = matter.concrete()
    submission = getattr(concrete, "submission", None)
    # Agents and representatives belong to the complaint; a report of the same contact shares them with nobody.
    others = submission.other_refs if submission is not None and matter.kind == "complaint" else []
    evidence = matter.handed_in.order_by("seq").values_list("ref", flat=True)
    return [ref for ref in (getattr(concrete, "person_ref", ""), *others, *evidence) if ref]


def lives_on(matter: Matter, day: date) -> bool:
    """Whether something that grew out of a matter (a case, a referral, a claim) still needs what belongs to it.

    It does while it is open, and to the end of its own period where its class has one. What this room itself opens
    about a matter needs nothing of it: a hold bars in its own name, a request may be what asks for the disposal.
    """
    grown, known = [matter.pk], dict(classes(day))
    while grown:
        offspring = list(Matter.objects.filter(parent_id__in=grown).exclude(kind__in=OF_THIS_ROOM))
        for each in offspring:
            due = due_of(each, day)
            if each.closed_on is None or (each.kind in known and (due is None or due.on >= day)):
                return True
        grown = [each.pk for each in offspring]
    return False


def objections_of(matter: Matter, day: date) -> list[str]:
    """Why what belongs to a matter may not go now, in words that tell nothing of a hold's reason."""
    found = []
    due = due_of(matter, day)
    if matter.closed_on is None:
        found.append(_("尚未结束"))
    elif due is None:
        found.append(_("没有经批准的保管期限"))
    elif due.on >= day:
        found.append(_("保管期限未满（%(day)s）") % {"day": due.on.isoformat()})
    if lives_on(matter, day):
        found.append(_("由本件产生的事项尚未结束或者保管期限未满"))
    if is_held(matter):
        found.append(_("有留存令"))
    things = things_of(matter)
    if len(disposed_of(things)) == len(things):
        found.append(_("没有可以销毁的内容"))
    return found


# --- guards ------------------------------------------------------------------------------------------------------


def all_may_go(batch: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Asked anew at every step: a hold placed since, a schedule changed since, stops the whole batch."""
    day = localdate(act.at)
    barred = [
        _("第 %(n)d 项：%(why)s") % {"n": item.place, "why": "、".join(found)}
        for item in batch.items.select_related("matter")
        if (found := objections_of(item.matter, day))
    ]
    return "；".join(barred) or None


def third_person(batch: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if any(
        same_person(entry.by, act.by) for entry in batch.journal.filter(verb="review").select_related("by")
    ):
        return _("复核的人不得批准")
    return another_decides(batch, facts, act)


class Batch(Matter):
    """One list of matters whose sealed things are to go, with the reason."""

    why = models.TextField(gettext_lazy("销毁理由"))

    KIND = "disposal"
    KIND_NAME = gettext_lazy("到期销毁")
    PREFIX = "XH"
    States = S
    FINAL = frozenset({S.DONE, S.REFUSED})
    HAS_CLOCKS = False
    readers: ClassVar[dict[str, Any]] = {
        Office.CUSTODIAN: everything,
        Office.AUDITOR: everything,
        Office.PRINCIPAL: everything,
    }

    class Meta:
        verbose_name = gettext_lazy("到期销毁")
        base_manager_name = "objects"

    @step(
        gettext_noop("复核同意"),
        basis="retention.disposal",
        source=S.PROPOSED,
        target=S.REVIEWED,
        by=Office.AUDITOR,
        facts=f.Opinion,
        guards=[another_decides, all_may_go],
        fresh=True,
    )
    def review(self, *, opinion: str) -> None: ...

    @step(
        gettext_noop("复核不同意"),
        basis="retention.disposal",
        source=S.PROPOSED,
        target=S.REFUSED,
        by=Office.AUDITOR,
        facts=f.Why,
        guards=[reason_is_given],
    )
    def send_back(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("批准销毁"),
        basis="retention.disposal",
        source=S.REVIEWED,
        target=S.DONE,
        by=Office.PRINCIPAL,
        guards=[third_person, all_may_go],
        fresh=True,
        hands_to=[("retention", "dispose")],
    )
    def approve(self) -> None: ...

    @step(
        gettext_noop("不予销毁"),
        basis="retention.disposal",
        source=S.REVIEWED,
        target=S.REFUSED,
        by=Office.PRINCIPAL,
        facts=f.Why,
        guards=[reason_is_given],
    )
    def refuse(self, *, reason: str) -> None: ...


class BatchItem(AppendOnly):
    """One matter of a batch, with the day its period ended and by which schedule."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="disposals")
    due_on = models.DateField()
    paper = models.CharField(max_length=80)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["batch", "matter"], name="once_in_a_batch")]
        ordering = ["place"]


class Outcome(AppendOnly):
    """What became of one item: the digest of what went, or why it was kept after all."""

    item = models.ForeignKey(BatchItem, models.PROTECT, related_name="outcomes")
    ref = models.CharField(max_length=40)
    digest = models.CharField(max_length=80, blank=True)
    removed = models.JSONField(default=dict)
    kept_because = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["item", "ref"], name="one_outcome_per_thing")]


class DueItem(AppendOnly):
    """That what belongs to a matter fell due for review: found by the daily task, read by the page."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="due_for_review")
    code = models.CharField(max_length=16)
    due_on = models.DateField()
    found_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["due_on", "id"], name="due_for_review")]


def propose(act: Act, matters: Sequence[Matter], why: str) -> Batch:
    """Put a list together for review; raises `Refused` with every item that may not go, by its place in the list."""
    day = localdate(act.at)
    most = statutes.rule("retention.disposal").on(day).number("most")
    found = []
    if not act.by.holds(Office.CUSTODIAN, unit=None, day=day):
        found.append(_("由隐私保管员提出"))
    if not why.strip():
        found.append(_("须写明销毁理由"))
    if not 0 < len(matters) <= most:
        found.append(_("每批一件以上、%(most)d 件以下") % {"most": most})
    with transaction.atomic(), law_scope(act=True):
        for place, matter in enumerate(matters[:most], 1):
            barred = objections_of(matter, day)
            if BatchItem.objects.filter(matter=matter, batch__state__in=OPEN).exists():
                barred.append(_("已在另一批中"))
            if barred:
                found.append(_("第 %(n)d 项：%(why)s") % {"n": place, "why": "、".join(barred)})
        if found:
            raise Refused(_("提出到期销毁"), found)
        batch = begin(
            act,
            Batch,
            name=gettext_noop("提出到期销毁"),
            basis="retention.disposal",
            by=(Office.CUSTODIAN,),
            facts={"count": len(matters), "reason": why},
            state=S.PROPOSED,
            received_at=act.at,
            title=str(Batch.KIND_NAME),
            why=why,
        )
        dues = [due_of(matter, day) for matter in matters]
        BatchItem.objects.bulk_create(
            BatchItem(batch=batch, place=place, matter=matter, due_on=due.on, paper=due.paper)
            for place, (matter, due) in enumerate(zip(matters, dues, strict=True), 1)
            if due is not None
        )
    return batch
