"""The act a paper comes out of, and what its maker asks the shelf and the clocks for; shared by all makers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_aware, localdate, make_aware

import statutes
from documents.numerals import chinese_date, chinese_moment
from procedure.clocks import Clock

ORGAN = "平罗县市场监督管理局"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What was said in an act, when, and on which article: a journal entry, or one about to be written.

    ``facts`` are plain, as the journal keeps them; ``state`` is where the act left the matter. A name nobody said is an empty text, so that a preview shows the
    gap and an issue names it.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    source: str = ""
    state: str = ""

    @classmethod
    def of(cls, entry: Any, more: Mapping[str, Any] | None = None) -> "Occasion":
        """Take a journal entry, or anything with ``facts`` and ``at``; ``more`` are the facts of the order itself."""
        said = {**(getattr(entry, "facts", None) or {}), **(more or {})}
        state = getattr(entry, "after", "") or ""
        return cls(said, getattr(entry, "at", None), getattr(entry, "source", "") or "", state)

    def text(self, name: str) -> str:
        """What was said under a name as one text; several are joined as one enumeration."""
        return (
            "、".join(self.texts(name))
            if isinstance(self.facts.get(name), list)
            else _plain(self.facts, name)
        )

    def texts(self, name: str) -> list[str]:
        """What was said under a name as a list: the entries of a list, or the non-blank lines of a text."""
        said = self.facts.get(name)
        parts = said if isinstance(said, list) else _plain(self.facts, name).splitlines()
        return [str(part).strip() for part in parts if str(part).strip()]

    def day(self, name: str) -> str:
        """A day in Chinese, empty where none was said or it cannot be read."""
        return _day_in_words(self.facts.get(name))

    def moment(self, name: str) -> str:
        """A Beijing moment in Chinese; a day without an hour is given as a day."""
        said = self.facts.get(name)
        try:
            at = said if isinstance(said, datetime) else parse_datetime(str(said or ""))
        except ValueError:
            return ""
        if at is None or len(str(said)) <= len("2026-11-02"):
            return _day_in_words(said)
        return chinese_moment(at if is_aware(at) else make_aware(at, get_current_timezone()))

    @property
    def on(self) -> str:
        """The Beijing day of the act, in Chinese."""
        return chinese_date(localdate(self.at)) if self.at else ""


def _plain(facts: Mapping[str, Any], name: str) -> str:
    said = facts.get(name)
    return "" if said is None or isinstance(said, bool) else str(said).strip()


def _day_in_words(said: Any) -> str:
    try:
        day = said if isinstance(said, date) else parse_date(str(said or ""))
    except ValueError:
        return ""
    return chinese_date(day) if day else ""


# --- the shelf ---------------------------------------------------------------------------------------------------


def source_of(rule: str, day: date) -> str:
    """The article of a rule on the day whose law governs; empty while the rule is not in force."""
    found = statutes.rule(rule)
    return found.on(day).source if found.in_force_on(day) else ""


def cited(said: Occasion, rule: str, day: date) -> str:
    """The article the act itself was entered under; that of the rule before the act, or for an act without one."""
    return said.source or source_of(rule, day)


def ground_of(rule: str, code: str, day: date) -> str:
    """The words of a listed ground; empty for a code the law of that day does not list."""
    found = statutes.rule(rule)
    version = found.on(day) if found.in_force_on(day) else None
    return version.item(code).text if version and version.has_item(code) else ""


def one_enumeration(*sources: str) -> str:
    """Articles as one enumeration that names an instrument once: 令121第十条第一款、第十六条."""
    told: list[str] = []
    for source in sources:
        instrument = source.partition("第")[0]
        named = any(earlier.startswith(instrument) for earlier in told)
        told.append(source.removeprefix(instrument) if named else source)
    return "、".join(told)


def routes(day: date) -> dict[str, Any]:
    """The other ways of settling a dispute, with their article (消保法 art. 39)."""
    version = statutes.rule("complaint.acceptance_routes").on(day)
    return {"routes": [item.text for item in version.items], "routes_basis": version.source}


# --- the matter --------------------------------------------------------------------------------------------------


def due_of(matter: Any, *rules: str) -> str:
    """The day the latest term of one of these rules ends, in Chinese; empty where none ran."""
    clock: Clock | None = matter.clocks.filter(rule__in=rules).order_by("-id").first()
    return chinese_date(clock.due_on) if clock else ""


def clock_source(matter: Any, rule: str) -> str:
    """The article the term itself runs by, which a regulation of higher rank may have taken over."""
    clock: Clock | None = matter.clocks.filter(rule=rule).order_by("-id").first()
    return clock.source if clock else source_of(rule, matter.law_day())


def said_before(matter: Any, said: Occasion, name: str) -> str:
    """A fact of this act, or else of the latest act that stated it: what a lead is about is said once, not at every act."""
    if own := said.text(name):
        return own
    for facts in matter.journal.order_by("-seq").values_list("facts", flat=True):
        if earlier := Occasion(facts).text(name):
            return earlier
    return ""


def about(matter: Any) -> dict[str, Any]:
    """What nearly every paper says of a complaint or report: its number, its day, who and what it is about."""
    return {
        "matter_number": matter.number,
        "received_on": chinese_date(matter.received_on),
        "respondent": matter.respondent,
        "subject": matter.title,
    }
