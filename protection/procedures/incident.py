"""The leak of personal data, suspected or certain (泄露事件): stop it, weigh it, tell the authority and the persons.

个人信息保护法 art. 57 says 立即 and no number: the same day is our own target and bears that flag. Whoever is suspected
never reads it, in whatever office; whoever reported the suspicion reads it as long as their office does.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import statutes
from cases.guards.both import reason_is_given
from identity.seal import LABEL_LENGTH, labelled
from offices.roles import Office
from procedure import orders
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Act, needs_facts, says, step
from protection import facts_incident as f
from protection.closed import close_to, open_to
from protection.states_incident import IncidentState as S
from protection.states_incident import Stop

CONTAINMENT, NOTIFICATION = "incident.containment", "incident.notification"
TO_AUTHORITY, TO_PERSON = "incident_report", "incident_told"
HANDS = (Office.CUSTODIAN, Office.AUDITOR)
LABEL = re.compile(r"(?:举报人|投诉人|来件人|报告人)?[0-9A-Z]{4,16}")


def labels_in(said: Any) -> list[str]:
    """The persons named, by label, each once; what is no label is left in, for the guard to refuse."""
    return list(dict.fromkeys(re.split(r"[\s,，、;；]+", str(said or "").strip()))) if said else []


@needs_facts
def stops_are_listed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    stopped = facts.get("stopped") or []
    if not stopped or not set(stopped) <= set(Stop.values):
        return _now("须选择停止了哪些途径")
    return None


@needs_facts
def kinds_are_listed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("incident.remedy").on(matter.law_day())
    kinds = facts.get("kinds") or []
    if not kinds or not all(version.has_item(str(kind)) for kind in kinds):
        return _now("须选择泄露的信息种类")
    return None


@needs_facts
def persons_are_told_or_need_not_be(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Silence towards the persons is allowed only where the harm is averted, and is reasoned (art. 57(2))."""
    if facts.get("persons_told") == "yes":
        return _labels_hold(facts)
    source = statutes.rule("incident.not_told").on(matter.law_day()).source
    if not matter.harm_avoided:
        return _now("不能有效避免危害的，须通知个人（%(source)s）") % {"source": source}
    if not str(facts.get("not_told_reason") or "").strip():
        return _now("不通知个人的，须写明理由（%(source)s）") % {"source": source}
    return None


@needs_facts
def labels_are_given(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _labels_hold(facts)


def _labels_hold(facts: Mapping[str, Any]) -> str | None:
    labels = labels_in(facts.get("labels"))
    if not labels:
        return _now("须写明被通知人的代称")
    if not all(LABEL.fullmatch(label) for label in labels):
        # What was typed is not repeated: it may be a name.
        return _now("被通知人只写代称，每行一个")
    return None


def persons_were_not_told(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _now("个人已经通知") if matter.persons_told else None


def _close_to_the_suspected(act: Act, matter: "Incident", entry: JournalEntry) -> None:
    close_to(matter, matter.suspected_now, by=act.by, at=act.at)


def _letters(act: Act, matter: "Incident", entry: JournalEntry) -> None:
    """One letter to each person told, called by label alone."""
    for label in labels_in(entry.facts.get("labels")):
        orders.place(
            "documents",
            TO_PERSON,
            matter,
            entry,
            key=f"documents/{TO_PERSON}/{entry.pk}/{label}",
            addressee=label,
        )


@says("incident_told（每名被通知人一份）")
def letters_by_label(matter: Any, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The letters to the persons are ordered one by one (`_letters`); here they are only named for the tables."""
    return ()


class Incident(Matter):
    """One leak, or the fear of one; `parent` is the matter whose data got out, where it is known."""

    suspicion = models.TextField(_("发现了什么"))
    stopped = models.JSONField(_("停止的途径"), default=list)
    stopped_what = models.TextField(_("止损情况"), blank=True)
    kinds = models.JSONField(_("信息种类"), default=list)
    persons = models.PositiveIntegerField(_("涉及人数"), null=True)
    cause = models.TextField(_("原因"), blank=True)
    harm = models.TextField(_("可能造成的危害"), blank=True)
    remedies = models.TextField(_("补救措施"), blank=True)
    own_steps = models.TextField(_("个人可以采取的措施"), blank=True)
    harm_avoided = models.BooleanField(_("能够有效避免危害"), null=True)
    authority = models.CharField(_("通知的主管部门"), max_length=80, blank=True)
    persons_told = models.BooleanField(_("已通知个人"), null=True)
    not_told_reason = models.TextField(_("不通知个人的理由"), blank=True)
    responsibility = models.TextField(_("责任处理"), blank=True)

    suspected_now: tuple[Any, ...] = ()

    KIND = "incident"
    KIND_NAME = _("泄露事件")
    PREFIX = "SJ"
    States = S
    FINAL = frozenset({S.CLOSED})
    readers: ClassVar[dict[str, Any]] = {
        Office.CUSTODIAN: open_to,
        Office.AUDITOR: open_to,
        Office.PRINCIPAL: open_to,
    }

    class Meta:
        verbose_name = _("泄露事件")
        base_manager_name = "objects"

    def refs_about(self) -> list[str]:
        """The persons whose data got out, as far as an act named them by label; the guard asks for them too."""
        facts = self.journal.filter(facts__has_key="labels").values_list("facts__labels", flat=True)
        return labelled(label[-LABEL_LENGTH:] for said in facts for label in labels_in(said))

    def link_barred(self, other: Matter) -> str | None:
        return _now("泄露事件不与其他事项关联")

    @step(
        gettext_noop("止损"),
        basis="incident.remedy",
        source=S.SUSPECTED,
        target=S.CONTAINED,
        by=HANDS,
        facts=f.Contained,
        guards=[stops_are_listed],
        answers=CONTAINMENT,
        then=_close_to_the_suspected,
    )
    def contain(self, *, stopped: list[str], what: str, kept: str, suspected: Any = ()) -> None:
        self.stopped, self.stopped_what, self.suspected_now = list(stopped), what, tuple(suspected)

    @step(
        gettext_noop("评估"),
        basis="incident.notice",
        source=S.CONTAINED,
        target=S.ASSESSED,
        by=HANDS,
        facts=f.Assessed,
        guards=[kinds_are_listed],
        opens=NOTIFICATION,
    )
    def assess(
        self,
        *,
        kinds: list[str],
        persons: int,
        cause: str,
        harm: str,
        remedies: str,
        own_steps: str,
        harm_avoided: str,
    ) -> None:
        self.kinds, self.persons, self.cause, self.harm = list(kinds), persons, cause, harm
        self.remedies, self.own_steps, self.harm_avoided = remedies, own_steps, harm_avoided == "yes"

    @step(
        gettext_noop("通知主管部门和个人"),
        basis="incident.notice",
        source=S.ASSESSED,
        target=S.NOTIFIED,
        by=HANDS,
        facts=f.Notified,
        guards=[persons_are_told_or_need_not_be],
        answers=NOTIFICATION,
        by_notice=True,
        serves=TO_AUTHORITY,
        serves_by=letters_by_label,
        then=_letters,
    )
    def notify(
        self,
        *,
        authority: str,
        authority_how: str,
        persons_told: str,
        labels: str = "",
        not_told_reason: str = "",
    ) -> None:
        self.authority, self.persons_told = authority, persons_told == "yes"
        self.not_told_reason = not_told_reason

    @step(
        gettext_noop("应主管部门要求通知个人"),
        basis="incident.not_told",
        source=S.NOTIFIED,
        by=HANDS,
        facts=f.Ordered,
        guards=[persons_were_not_told, labels_are_given],
        serves_by=letters_by_label,
        then=_letters,
    )
    def tell_after_all(self, *, labels: str, demand: str) -> None:
        self.persons_told = True

    @step(
        gettext_noop("办结并记录责任"),
        basis="incident.responsibility",
        source=S.NOTIFIED,
        target=S.CLOSED,
        by=[*HANDS, Office.PRINCIPAL],
        facts=f.Responsibility,
    )
    def close(self, *, responsibility: str, lessons: str) -> None:
        self.responsibility = responsibility

    @step(
        gettext_noop("查明没有泄露"),
        basis="incident.remedy",
        source=[S.SUSPECTED, S.CONTAINED],
        target=S.CLOSED,
        by=Office.AUDITOR,
        facts=f.NoLeak,
        guards=[reason_is_given],
        answers=CONTAINMENT,
    )
    def clear(self, *, reason: str) -> None: ...
