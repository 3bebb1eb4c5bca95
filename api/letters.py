"""The body of a submission: what the caller said and who the caller is, read into the letter that intake takes."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers

from api.reading import Count, Flag, Moment, Pick, Strict, Text, Yuan
from cases import checks
from cases.letter import Letter
from cases.states import BY_HAND, TRADERS, ContactHours, ContactWay, Request
from identity.people import PersonalData


def _text(longest: int) -> Text:
    return Text(max_length=longest, required=False, allow_blank=True, default="")


def _day() -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True, default=None)


def _pick(choices: Any) -> Pick:
    return Pick(choices=choices, required=False, allow_blank=True, default="")


def _asked() -> Flag:
    return Flag(required=False, allow_null=True, default=None, help_text="null: nobody asked")


class PersonBody(Strict):
    """Somebody who calls, or for whom one calls. It goes into the vault, and is never answered with."""

    name = _text(40)
    phone = _text(30)
    id_type = _text(20)
    id_number = _text(40)
    address = _text(200)
    email = _text(120)
    workplace = _text(120)

    def validate_phone(self, said: str) -> str:
        return checks.telephone(said)

    def validate(self, said: Any) -> Any:
        """A citizen's number has a check digit, those of other papers a shape; of an unknown paper it is kept as it is."""
        kind = said.get("id_type", "") or checks.CITIZEN
        if said.get("id_number") and kind in checks.ID_TYPES:
            try:
                said["id_number"] = checks.paper_number(kind, said["id_number"])
            except ValidationError as wrong:
                raise serializers.ValidationError({"id_number": wrong.messages}) from None
            said["id_type"] = kind
        return said


class LetterBody(Strict):
    """One contact, as `cases.letter.Letter` has it; sums in yuan, moments with their offset."""

    channel = Pick(choices=BY_HAND)
    received_at = Moment(required=False, help_text="now, when left out")
    text = Text(max_length=5000)
    business_name = Text(max_length=120)
    person = PersonBody(required=False)
    request = _text(1000)
    requests = serializers.ListField(
        child=Pick(choices=Request.choices), required=False, max_length=len(Request.choices)
    )
    business_address = _text(200)
    credit_code = _text(30)
    trader_kind = _pick([(code.value, word) for code, word in TRADERS.items()])
    platform_name = _text(80)
    address_reachable = _asked()
    product = _text(80)
    stage = _text(40)
    amount = Yuan(max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None)
    happened_on = _day()
    proof = _text(300)
    subject = _text(120)
    platform_no = _text(40)
    hotline_no = _text(40)
    hotline_due_on = _day()
    source_paper = _text(120)
    anonymous = Flag(required=False, default=False)
    read_back = Flag(
        required=False, default=False, help_text="asked of what was spoken: by telephone, at the counter"
    )
    unread_reason = _text(100)
    publish_consent = _asked()
    delegation_consent = _asked()
    contact_way = _pick(ContactWay.choices)
    contact_hours = _pick(ContactHours.choices)
    may_leave_word = Flag(required=False, default=False)
    contact_note = _text(100)
    agent = PersonBody(required=False, allow_null=True, default=None)
    mandate = _text(200)
    mandate_until_on = _day()
    joint_count = Count(min_value=1, max_value=9999, required=False, allow_null=True, default=None)
    representatives = serializers.ListField(child=PersonBody(), required=False, max_length=10)
    as_complaint = Flag(required=False, allow_null=True, default=None, help_text="null: as the text suggests")
    as_report = Flag(required=False, allow_null=True, default=None, help_text="null: as the text suggests")
    replace_names = Flag(required=False, default=False)

    def validate_received_at(self, moment: datetime) -> datetime:
        return checks.received_at(moment)

    def validate_happened_on(self, day: date | None) -> date | None:
        return checks.happened_on(day)

    def validate_credit_code(self, said: str) -> str:
        return checks.credit_code(said)

    def letter(self, now: datetime) -> Letter:
        """The letter of a valid body, received `now` unless it says when."""
        said: dict[str, Any] = dict(self.validated_data)
        agent = said.pop("agent", None)
        return Letter(
            **{
                "received_at": now,
                **said,
                "person": _person(said.get("person", {})),
                "agent": _person(agent) if agent else None,
                "representatives": tuple(_person(each) for each in said.get("representatives", ())),
                "requests": tuple(said.get("requests", ())),
            }
        )


def _person(said: dict[str, Any]) -> PersonalData:
    return PersonalData(**{name: value or None for name, value in said.items()})
