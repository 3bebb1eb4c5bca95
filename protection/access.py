"""The guarded door to disclosures: what a page may ask about requests, grants, relays and looks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from offices.roles import Office
from procedure.law import law
from procedure.matter import Matter
from protection.grants import Grant, latest, missing
from protection.guards import goes_past_line, row_of
from protection.procedures.disclosure import Disclosure
from protection.requesting import may_ask
from protection.seen import may_see

__all__ = ["Keys", "Offered", "grant_for", "kept_until", "keys_of", "offered", "purpose_of"]


@dataclass(frozen=True)
class Offered:
    """What a matter's page offers this officer of protection: only links; whether it may be done is asked where it is done."""

    request: bool = False
    relay: bool = False
    mediation: bool = False
    seen: bool = False
    concern: bool = False


def offered(officer: Any, matter: Any) -> Offered:
    """The links of a matter's page; asks nothing of the database."""
    day = localdate()
    person = bool(getattr(matter, "person_ref", "") or matter.kind == "disclosure")
    heads = matter.kind == "complaint" and officer.holds(Office.UNIT_HEAD, unit=matter.unit, day=day)
    return Offered(
        request=may_ask(officer, matter, day) and (person or matter.kind in {"case", "referral", "reward"}),
        relay=matter.kind == "report" and person,
        mediation=matter.kind == "complaint"
        and matter.closed_on is None
        and (matter.is_handled_by(officer) or bool(heads)),
        seen=person and may_see(officer),
        concern=person or matter.kind in {"case", "referral"},
    )


def grant_for(officer: Any, matter: Matter, now: datetime) -> tuple[Grant, str] | None:
    """The last grant of a disclosure to this officer, and what stands against using it now ("" where nothing does)."""
    grant = latest(matter, officer)
    return None if grant is None else (grant, missing(grant, officer, now))


def purpose_of(disclosure: Any) -> tuple[str, str]:
    """The purpose in words and its article; empty where it stands in no row."""
    found = row_of(disclosure)
    return (found.title, found.version.source) if found else ("", "")


@dataclass(frozen=True)
class Keys:
    """One hand on the road of a request: which act, who did it, when; `who` is empty while nobody did."""

    act: str
    who: str
    at: datetime | None


HANDS = ("begin", "check_basis", "legal_agree", "approve", "approve_by_rule", "release", "confirm_release")


def keys_of(disclosure: Disclosure) -> list[Keys]:
    """Whose hands a request passed through, in order: the page shows that no two are the same."""
    rows = disclosure.journal.filter(verb__in=HANDS).order_by("seq")
    return [Keys(row.name, row.by_name, row.at) for row in rows]


def kept_until(disclosure: Any) -> Any:
    """Until which day the record is kept at least (网络数据安全管理条例 art. 12): three years from the request."""
    import statutes  # noqa: PLC0415 (only asked by one page)

    version = statutes.rule("record.identity_access").on(disclosure.law_day())
    return law().reckon(version, disclosure.received_on).due_on


def past_line(disclosure: Any) -> bool:
    return goes_past_line(disclosure)
