"""The body of a submission: what the caller said and who the caller is, read into the letter that intake takes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rest_framework import serializers

import statutes
from api.reading import Flag, Moment, Pick, Strict, Text, Yuan
from cases.intake import Letter
from cases.states import Channel
from identity.people import PersonalData
from jurisdiction import NoListInForce, list_on

CLOCK_DRIFT = timedelta(minutes=5)  # two machines never agree on the minute
# Rules without which a contact of that day cannot be entered: what came before them is not ours to count.
NEEDED = ("intake.receipt", "complaint.acceptance", "report.verification")


class PersonBody(Strict):
    """Who calls. It goes into the vault, and is never answered with."""

    name = Text(max_length=40, required=False, allow_blank=True, default="")
    phone = Text(max_length=30, required=False, allow_blank=True, default="")
    id_type = Text(max_length=20, required=False, allow_blank=True, default="")
    id_number = Text(max_length=40, required=False, allow_blank=True, default="")
    address = Text(max_length=200, required=False, allow_blank=True, default="")
    email = Text(max_length=120, required=False, allow_blank=True, default="")
    workplace = Text(max_length=120, required=False, allow_blank=True, default="")


class LetterBody(Strict):
    """One contact, as `cases.intake.Letter` has it; sums in yuan, moments with their offset."""

    channel = Pick(choices=Channel.choices)
    received_at = Moment(required=False, help_text="now, when left out")
    text = Text(max_length=5000)
    business_name = Text(max_length=120)
    person = PersonBody(required=False)
    request = Text(max_length=1000, required=False, allow_blank=True, default="")
    business_address = Text(max_length=200, required=False, allow_blank=True, default="")
    product = Text(max_length=80, required=False, allow_blank=True, default="")
    stage = Text(max_length=40, required=False, allow_blank=True, default="")
    amount = Yuan(max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None)
    happened_on = serializers.DateField(required=False, allow_null=True, default=None)
    platform_no = Text(max_length=40, required=False, allow_blank=True, default="")
    anonymous = Flag(required=False, default=False)
    read_back = Flag(required=False, default=False)
    as_complaint = Flag(required=False, allow_null=True, default=None, help_text="null: as the text suggests")
    as_report = Flag(required=False, allow_null=True, default=None, help_text="null: as the text suggests")
    replace_names = Flag(required=False, default=False)

    def validate_received_at(self, moment: datetime) -> datetime:
        if moment > timezone.now() + CLOCK_DRIFT:
            raise serializers.ValidationError(_("收到时间不能在将来"))
        day = localdate(moment)
        try:
            list_on(day)
        except NoListInForce:
            raise serializers.ValidationError(_("当日尚无事权清单，无法登记")) from None
        if not all(statutes.rule(name).in_force_on(day) for name in NEEDED):
            raise serializers.ValidationError(_("收到时间早于现行规定施行之日，无法计算期限"))
        return moment

    def validate_happened_on(self, day: date | None) -> date | None:
        if day is not None and day > localdate():
            raise serializers.ValidationError(_("发生日期不能在将来"))
        return day

    def letter(self, now: datetime) -> Letter:
        """The letter of a valid body, received `now` unless it says when."""
        said: dict[str, Any] = dict(self.validated_data)
        person = said.pop("person", {})
        return Letter(
            **{"received_at": now, **said},
            person=PersonalData(**{name: value or None for name, value in person.items()}),
        )
