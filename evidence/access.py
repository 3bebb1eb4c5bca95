"""The guarded door to evidence: who may see that there is some, read the sterile copy, add to it, ask for an original."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from evidence import keys, store, words
from evidence.destroyed import destroyed
from evidence.models import Evidence, SterileCopy
from files.kinds import KINDS, PICTURE, TEXT
from offices.roles import Office
from procedure.access import reach
from procedure.matter import Matter, kinds

GIVERS = Evidence.GIVERS
WITH_EVIDENCE = frozenset({"complaint", "report", "other", "case", "referral", "retaliation", "incident"})
"""The kinds of matter to which something can be handed in; a change of the law, a claim or a request has none."""
INLINE = frozenset({PICTURE, TEXT})
"""Families a browser may show in its own window, from the sterile copy and under a policy that allows nothing."""
_OUTSIDE = frozenset({Office.POLICE, Office.PROCURATOR, Office.DISCIPLINE})


@dataclass(frozen=True)
class Shown:
    """One piece of evidence as a page shows it; `title` is neutral, the name it came with is sealed."""

    evidence: Evidence
    title: str
    copy: SterileCopy | None
    removed: list[str]
    flags: list[str]
    not_clean: str
    destroyed: bool = False

    @property
    def waiting(self) -> bool:
        return self.copy is None and not self.destroyed

    @property
    def clean(self) -> bool:
        return self.copy is not None and not self.not_clean and not self.destroyed


@dataclass(frozen=True)
class Sterile:
    """A sterile copy to be sent: where it lies, as what, under which neutral name, in the window or as a download."""

    matter: Matter
    path: Path
    mime: str
    name: str
    inline: bool


def title_of(evidence: Evidence) -> str:
    """The neutral name: the number within the matter, and the ending of the kind."""
    return _("证据%(n)s") % {"n": evidence.seq} + f".{KINDS[evidence.kind].ending}"


def of_matter(officer: Any, matter: Matter) -> list[Shown]:
    """The evidence of a matter this officer may read, oldest first; nothing for whoever reads from outside.

    One query; one more for a closed matter that has some: whether it was destroyed.
    """
    if not _has_evidence(matter) or _is_outsider(officer, matter):
        return []
    rows = list(Evidence.objects.filter(matter_id=matter.pk).select_related("sterile").order_by("seq"))
    gone = destroyed(rows) if rows and matter.closed_on is not None else set()
    return [_shown(row, row.ref in gone) for row in rows]


def may_add(officer: Any, matter: Matter) -> bool:
    """Whether this officer may put a file to the matter: who handles it, and the clerk who took it, while it is open."""
    if matter.closed_on is not None or not _has_evidence(matter):
        return False
    if matter.is_handled_by(officer):
        return True
    return matter.recorder_id == officer.pk and Office.CLERK in officer.offices_on(localdate())


def sterile_copy(officer: Any, ref: str) -> Sterile | None:
    """The sterile copy of a piece of evidence whose matter this officer may read; None when there is none for them."""
    copy = (
        SterileCopy.objects.select_related("evidence__matter")
        .filter(evidence__ref=ref, evidence__matter__in=Matter.objects.filter(reach(officer)))
        .first()
    )
    if copy is None or copy.not_clean or _is_outsider(officer, copy.evidence.matter):
        return None
    kind = KINDS[copy.evidence.kind]
    mime = "text/plain; charset=utf-8" if kind.family == TEXT else kind.mime
    return Sterile(
        matter=copy.evidence.matter,
        path=store.path_of(store.STERILE, copy.place),
        mime=mime,
        name=title_of(copy.evidence),
        inline=kind.family in INLINE,
    )


def sealed(officer: Any, ref: str) -> Shown | None:
    """A piece of evidence as its custodian sees it: what kind and how large, of which matter, never what is in it.

    None where there is none, and alike where its matter is closed to him.
    """
    row = Evidence.objects.select_related("sterile", "matter").filter(ref=ref).first()
    if row is None or not keys.acts_as(officer, row.matter, Office.CUSTODIAN, timezone.now()):
        return None
    return _shown(row, bool(destroyed([row])))


def main_volume(matter: Matter) -> list[Shown]:
    """What may stand in an export for a party or a hearing: the main volume, sterile copies only (程序规定 art. 78)."""
    rows = Evidence.objects.filter(matter_id=matter.pk, volume=Evidence.MAIN, sterile__not_clean="")
    return [_shown(row) for row in rows.select_related("sterile").order_by("seq")]


def _shown(row: Evidence, is_destroyed: bool = False) -> Shown:
    copy: SterileCopy | None = getattr(row, "sterile", None)
    return Shown(
        evidence=row,
        title=title_of(row),
        copy=copy,
        removed=words.counted(copy.removed, words.REMOVED) if copy else [],
        flags=words.counted(copy.flags, words.FLAGS) if copy else [],
        not_clean=str(words.NOT_CLEAN[copy.not_clean]) if copy and copy.not_clean else "",
        destroyed=is_destroyed,
    )


def _has_evidence(matter: Matter) -> bool:
    return matter.kind in WITH_EVIDENCE


def _is_outsider(officer: Any, matter: Matter) -> bool:
    """Whether the officer reads this from outside the bureau: nothing is shown to them before it was handed over."""
    outsiders = getattr(kinds()[matter.kind], "OUTSIDERS", frozenset()) | _OUTSIDE
    held: set[str] = officer.offices_on(localdate())
    return held <= outsiders
