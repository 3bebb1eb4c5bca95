"""Links between matters: that two of them belong together, said by an officer, taken back by another row, never removed.

A link is seen only by those who may read both ends. The journal of either matter says that something was linked, by
whom and when, and holds the digest of what was said; which matter the other one is stands in the link alone.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from procedure.access import matters_for
from procedure.corridor import HANDLER, Refused, record
from procedure.journal import canonical
from procedure.law import law_scope
from procedure.locks import AppendOnly
from procedure.matter import Matter
from procedure.steps import Act

LINKED, UNLINKED = gettext_noop("登记关联事项"), gettext_noop("撤销关联事项")
BASIS = "record.process"
SPLIT_SAID = "一次来件中含有两件事项，由登记人拆分"
UNIT_HEAD, DISPATCHER = "unit_head", "dispatcher"


class LinkKind(models.TextChoices):
    """Why two matters belong together."""

    EVENT = "event", gettext_lazy("同一事件")
    PARTY = "party", gettext_lazy("同一当事人")
    SPLIT = "split", gettext_lazy("同一来件拆分")
    DUPLICATE = "duplicate", gettext_lazy("重复")
    OTHER = "other", gettext_lazy("其他")


OFFERED = tuple(kind for kind in LinkKind if kind != LinkKind.SPLIT)
"""What an officer may choose: that matters were split out of one contact only the act of splitting says."""


class MatterLink(AppendOnly):
    """That two matters belong together, or (`undoes`) that an earlier link is taken back; `one` is the older matter."""

    one = models.ForeignKey(Matter, models.PROTECT, related_name="links_to_younger")
    other = models.ForeignKey(Matter, models.PROTECT, related_name="links_to_older")
    kind = models.CharField(gettext_lazy("关联类别"), max_length=12, choices=LinkKind.choices)
    reason = models.CharField(gettext_lazy("关联理由"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")

    MOST_WORDS: ClassVar[int] = 500

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(name="a_link_joins_two", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}–{self.other_id} {self.kind}"

    def digest(self) -> str:
        """What the journals of both matters keep of this row: changed words show, and the words stay here."""
        said = (self.pk, self.one_id, self.other_id, self.kind, self.reason, self.by_id, self.undoes_id)
        return hashlib.sha256(canonical(said).encode()).hexdigest()


@dataclass(frozen=True)
class Linked:
    """One link as seen from a matter: which other one, why, by whom, and whether this officer may take it back."""

    link: MatterLink
    matter: Matter
    kind: str
    reason: str
    by: str
    at: datetime
    mine: bool


def link(act: Act, one: Matter, other: Matter, kind: str, reason: str) -> MatterLink:
    """Say that two matters belong together: one transaction, an entry in the journal of either.

    Raises `Refused`, with every objection in words, unless the officer may read both and acts on one of them.
    """
    with transaction.atomic(), law_scope(act=True):
        older, younger = _held(one, other)
        if objections := _objections(act, older, younger, kind, reason):
            raise Refused(LINKED, objections)
        made = _kept(act, (older, younger), kind, reason.strip())
        _tell(act, (older, younger), LINKED, "link", made)
    return made


def unlink(act: Act, made: MatterLink, reason: str) -> MatterLink:
    """Take a link back by a row of its own; both stay. Raises `Refused` as `link` does, or when it is taken back already."""
    with transaction.atomic(), law_scope(act=True):
        older, younger = _held(made.one.concrete(), made.other.concrete())
        found = _rights(act, older, younger)
        if made.kind == LinkKind.SPLIT or made.undoes_id is not None:
            found.append(_("这一关联不能撤销"))
        if not _is_said(reason):
            found.append(_("须写明理由，不超过 %(most)d 字") % {"most": MatterLink.MOST_WORDS})
        if MatterLink.objects.filter(undoes=made).exists():
            found.append(_("这一关联已经撤销"))
        if found:
            raise Refused(UNLINKED, found)
        back = _kept(act, (older, younger), made.kind, reason.strip(), undoes=made)
        _tell(act, (older, younger), UNLINKED, "unlink", back)
    return back


def keep_split(act: Act, matter: Matter, split: Matter) -> MatterLink:
    """Keep that a matter was split out of another's contact; only their recorder ever sees it.

    Neither journal tells of it: an entry in a complaint that something was split off would lead everybody who reads
    it to the sealed reporter (令121 art. 9, 37). Must run in the transaction that opens the new matter.
    """
    older, younger = sorted((matter, split), key=lambda each: each.pk)
    return _kept(act, (older, younger), LinkKind.SPLIT, SPLIT_SAID)


def links_of(officer: Any, matter: Matter) -> list[Linked]:
    """The standing links of a matter whose other end this officer may read too, in the order they were made; one read."""
    readable = matters_for(officer).order_by().values("pk")
    shown = ~Q(kind=LinkKind.SPLIT) | Q(one__recorder_id=officer.pk, other__recorder_id=officer.pk)
    standing = MatterLink.objects.filter(shown, undoes__isnull=True, undone__isnull=True)
    ids = (
        standing.filter(one_id=matter.pk, other__in=readable)
        .values("pk")
        .union(standing.filter(other_id=matter.pk, one__in=readable).values("pk"), all=True)
    )
    rows = MatterLink.objects.filter(pk__in=ids).select_related("one", "other", "by").order_by("pk")
    return [_seen(officer, matter, row) for row in rows]


def acts_on(officer: Any, matter: Matter, day: date) -> bool:
    """Whether an officer has a hand in a matter: its handlers, the head of its unit, the dispatcher."""
    return (
        matter.is_handled_by(officer)
        or officer.holds(UNIT_HEAD, unit=matter.unit, day=day)
        or officer.holds(DISPATCHER, unit=None, day=day)
    )


def link_of(officer: Any, matter: Matter, pk: int) -> Linked | None:
    """One standing link of a matter, as this officer may see it; None for any other."""
    return next((each for each in links_of(officer, matter) if each.link.pk == pk), None)


def _seen(officer: Any, matter: Matter, row: MatterLink) -> Linked:
    other = row.other if row.one_id == matter.pk else row.one
    day = localdate()
    return Linked(
        link=row,
        matter=other,
        kind=str(LinkKind(row.kind).label),
        reason=row.reason,
        by=str(row.by),
        at=row.at,
        mine=row.kind != LinkKind.SPLIT and (acts_on(officer, matter, day) or acts_on(officer, other, day)),
    )


def _held(one: Matter, other: Matter) -> tuple[Matter, Matter]:
    """Both matters locked, the older first and before the journal's head: two officers never wait for each other.

    Each as its own kind, whatever it was handed in as: a row of the worklist knows of no bar.
    """
    ordered = sorted({one.pk: one, other.pk: other}.values(), key=lambda each: each.pk)
    held = [type(each)._base_manager.select_for_update().get(pk=each.pk).concrete() for each in ordered]
    return held[0], held[-1]


def _objections(act: Act, older: Matter, younger: Matter, kind: str, reason: str) -> list[str]:
    if older.pk == younger.pk:
        return [_("不能与本事项自身关联")]
    found = _rights(act, older, younger)
    if kind not in OFFERED:
        found.append(_("没有这一关联类别"))
    if not _is_said(reason):
        found.append(_("须写明理由，不超过 %(most)d 字") % {"most": MatterLink.MOST_WORDS})
    if found:
        return found
    if kind == LinkKind.DUPLICATE and older.kind != younger.kind:
        found.append(_("“重复”只用于同类事项之间"))
    if barred := older.link_barred(younger) or younger.link_barred(older):
        found.append(barred)
    standing = MatterLink.objects.filter(undoes__isnull=True, undone__isnull=True)
    if standing.filter(one_id=older.pk, other_id=younger.pk, kind=kind).exists():
        found.append(_("两件事项已有这一关联"))
    return found


def _is_said(reason: str) -> bool:
    return 0 < len(reason.strip()) <= MatterLink.MOST_WORDS


def _rights(act: Act, older: Matter, younger: Matter) -> list[str]:
    """Why this officer may not link or unlink the two; a matter he may not read does not exist for him."""
    if act.by is None or act.by.pk is None:
        return [_("没有经办人")]
    day = localdate(act.at)
    keys = {older.pk, younger.pk}
    if matters_for(act.by, day).filter(pk__in=keys).count() < len(keys):
        return [_("没有这一件事项")]
    if acts_on(act.by, older, day) or acts_on(act.by, younger, day):
        return []
    return [_("由其中一件事项的承办人、承办机构负责人或者分流员办理")]


def _kept(
    act: Act, two: tuple[Matter, Matter], kind: str, reason: str, undoes: MatterLink | None = None
) -> MatterLink:
    older, younger = two
    made: MatterLink = MatterLink.objects.create(
        one_id=older.pk, other_id=younger.pk, kind=kind, reason=reason, by=act.by, at=act.at, undoes=undoes
    )
    return made


def _tell(act: Act, matters: Iterable[Matter], name: str, verb: str, made: MatterLink) -> None:
    """Enter it in both journals, without the other's number: who reads one of them may not be led to the other."""
    for matter in matters:
        facts = {"link": made.pk, "digest": made.digest()}
        record(
            replace(act, seen=None),
            matter,
            name,
            basis=BASIS,
            verb=verb,
            office=_office(act, matter),
            facts=facts,
        )


def _office(act: Act, matter: Matter) -> str:
    """The office in which the officer links: the nearest to the matter that he holds."""
    if matter.is_handled_by(act.by):
        return HANDLER
    day = localdate(act.at)
    return UNIT_HEAD if act.by.holds(UNIT_HEAD, unit=matter.unit, day=day) else DISPATCHER
