"""The letter: what a door has read from its form, everything the caller said, and who the caller is."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from cases.states import NO_FILER
from identity.people import PersonalData

NOBODY = PersonalData()


@dataclass(frozen=True)
class Letter:
    """One contact as it came in. Sums in yuan; `None` of a consent means that nobody asked.

    `agent` files for the person (art. 11), `representatives` speak for a joint complaint (art. 12, at most two);
    all of them go into the vault. `insider` says that the reporter works, or worked, for the business reported,
    `danger` that somebody is in danger now.
    `subject` is what the dispute is about, in words fit for the other party (a complaint only).
    `split_off` says that the number of the platform stays with the matter it was split from.
    `requests` are codes of `cases.states.Request`; `unread_reason` says why what was said could not be read back.
    """

    channel: str
    received_at: datetime
    text: str
    business_name: str
    person: PersonalData = field(repr=False)
    request: str = ""
    requests: tuple[str, ...] = ()
    business_address: str = ""
    credit_code: str = ""
    trader_kind: str = ""
    platform_name: str = ""
    address_reachable: bool | None = None
    product: str = ""
    stage: str = ""
    amount: Decimal | None = None
    happened_on: date | None = None
    proof: str = ""
    subject: str = ""
    platform_no: str = ""
    hotline_no: str = ""
    hotline_due_on: date | None = None
    source_paper: str = ""
    anonymous: bool = False
    insider: bool = False
    danger: bool = False
    read_back: bool = False
    unread_reason: str = ""
    publish_consent: bool | None = None
    delegation_consent: bool | None = None
    contact_way: str = ""
    contact_hours: str = ""
    may_leave_word: bool = False
    contact_note: str = ""
    agent: PersonalData | None = field(default=None, repr=False)
    mandate: str = ""
    mandate_until_on: date | None = None
    joint_count: int | None = None
    representatives: tuple[PersonalData, ...] = field(default=(), repr=False)
    as_complaint: bool | None = None
    as_report: bool | None = None
    replace_names: bool = False
    split_off: bool = False

    @property
    def has_filer(self) -> bool:
        """Whether somebody files it: what inspection, media or another department brings may have nobody."""
        return self.channel not in NO_FILER or bool(self.person.given())

    def people(self) -> list[PersonalData]:
        """Everybody whose identity the words of the letter must not give away."""
        return [self.person, *([self.agent] if self.agent else []), *self.representatives]

    def notes(self) -> str:
        """The short entries beside the statement, which are never rewritten: a name in them sends the sheet back."""
        said = (
            self.product,
            self.proof,
            self.subject,
            self.contact_note,
            self.mandate,
            self.source_paper,
            self.platform_name,
        )
        return "\n".join((*said, self.unread_reason))
