"""What the door shows: one serializer per thing, which is also how the schema describes it."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.fields import BooleanField, CharField, DateField, DateTimeField, IntegerField, ListField

import statutes
from procedure.clocks import due_state


class OfficerShown(serializers.Serializer[Any]):
    """An officer: the account by which the facts of a step name them, and the name."""

    username = CharField()
    full_name = CharField()


class RowShown(serializers.Serializer[Any]):
    """A matter as a line of the worklist."""

    number = CharField()
    kind = CharField()
    kind_name = CharField()
    state = CharField()
    state_name = CharField()
    title = CharField()
    respondent = CharField()
    received_at = DateTimeField()
    unit = CharField()
    handler = OfficerShown(allow_null=True)
    co_handler = OfficerShown(allow_null=True)
    next_due_on = DateField(allow_null=True)
    next_due_rule = CharField()
    due_state = serializers.SerializerMethodField()
    closed_on = DateField(allow_null=True)

    def get_due_state(self, row: Any) -> str:
        """overdue, today, near, running or none."""
        return due_state(row.next_due_on, localdate())


class ClockShown(serializers.Serializer[Any]):
    """A term: when it ends, on which article, and what ended it."""

    rule = CharField()
    title = CharField()
    source = CharField()
    unverified = BooleanField(
        source="version.unverified", help_text="the article was entered from memory and is to be verified"
    )
    started_at = DateTimeField()
    due_on = DateField()
    due_at = DateTimeField(allow_null=True, help_text="only where the term runs in hours")
    strict_on = DateField(help_text="the last day before any rolling to the next working day")
    provisional = BooleanField(help_text="a year was counted whose holidays are not announced")
    paused = BooleanField()
    answered = serializers.SerializerMethodField()
    ended_on = DateField(allow_null=True)
    met = BooleanField(allow_null=True, help_text="null while it runs, or when it fell away")

    def get_answered(self, clock: Any) -> bool:
        return bool(clock.outcome == clock.ANSWERED)


class ChoiceShown(serializers.Serializer[Any]):
    """One value a fact may take, and what it means."""

    value = CharField(allow_blank=True)
    label = CharField()


class FactShown(serializers.Serializer[Any]):
    """One fact a step asks for."""

    name = CharField()
    type = serializers.ChoiceField(
        choices=["boolean", "choice", "date", "datetime", "decimal", "integer", "list", "text"]
    )
    label = CharField()
    help = CharField(allow_blank=True)
    required = BooleanField()
    max_length = IntegerField(allow_null=True)
    choices = ChoiceShown(many=True, allow_null=True)


class StepShown(serializers.Serializer[Any]):
    """A step out of the matter's state: may it be done now, and if not, why, in words."""

    verb = CharField()
    name = CharField()
    source = CharField()
    unverified = BooleanField()
    allowed = BooleanField()
    objections = ListField(child=CharField())
    facts = FactShown(many=True, allow_null=True, help_text="null when the step is another office's")


class EntryShown(serializers.Serializer[Any]):
    """An entry of the journal."""

    seq = IntegerField()
    at = DateTimeField()
    by = CharField(source="by_name")
    office = CharField()
    verb = CharField()
    name = serializers.SerializerMethodField()
    source = CharField()
    unverified = BooleanField()
    before = CharField(allow_blank=True)
    after = CharField()
    facts = serializers.DictField()

    def get_name(self, entry: Any) -> str:
        return gettext(entry.name)


class PaperShown(serializers.Serializer[Any]):
    """A paper owed or made; number and fingerprint stand once it is."""

    number = CharField(allow_null=True)
    title = CharField()
    state = serializers.ChoiceField(choices=["owed", "numbered", "made", "served", "failed"])
    sha256 = CharField(allow_null=True)


class MatterShown(RowShown):
    """A matter with everything its page shows; `last_seq` is what a step takes as `seen`."""

    last_seq = IntegerField()
    clocks = ClockShown(many=True)
    steps = StepShown(many=True)
    journal = EntryShown(many=True)
    papers = PaperShown(many=True)


class DayShown(serializers.Serializer[Any]):
    """One day of the strip; `number` is its count where it counts."""

    on = DateField()
    kind = serializers.ChoiceField(
        choices=["start", "counted", "make_up", "weekend", "holiday", "excluded", "rolled"]
    )
    number = IntegerField(allow_null=True)
    name = CharField(allow_blank=True)


class ExclusionShown(serializers.Serializer[Any]):
    """Time that was left out, both end days included, and on which ground."""

    start_on = DateField()
    end_on = DateField()
    ground = CharField()


class ReceiptShown(serializers.Serializer[Any]):
    """The receipt of a due day: the rule, the days counted, what was left out, the end; in Beijing days."""

    rule = CharField()
    title = CharField()
    source = CharField()
    words = ListField(child=CharField())
    confidence = CharField()
    unverified = BooleanField()
    start = CharField(help_text="a day, or a moment where the term runs in hours")
    unit = CharField()
    amount = IntegerField()
    days = DayShown(many=True)
    exclusions = ExclusionShown(many=True)
    extensions = ListField(child=IntegerField())
    due_on = DateField()
    due_at = DateTimeField(allow_null=True)
    strict_on = DateField()
    outer_on = DateField()
    provisional = BooleanField()
    paused = BooleanField()
    ended_on = DateField(allow_null=True)
    met = BooleanField(allow_null=True)


class OpenedShown(serializers.Serializer[Any]):
    """A matter that a submission opened, with its first term."""

    number = CharField()
    kind = CharField()
    state = CharField()
    due_on = DateField(source="next_due_on", allow_null=True)
    source = serializers.SerializerMethodField()

    def get_source(self, matter: Any) -> str:
        """The article of the first term; empty when none runs."""
        if not matter.next_due_rule:
            return ""
        return str(statutes.rule(matter.next_due_rule).on(matter.law_day()).source)


class FiledShown(serializers.Serializer[Any]):
    """What came of a submission; `codes` are shown this once, to be read to the caller, and kept nowhere."""

    submission = IntegerField()
    matters = OpenedShown(many=True)
    codes = serializers.DictField(child=CharField())


class DetailShown(serializers.Serializer[Any]):
    """Why nothing is answered, in one sentence."""

    detail = CharField()


class ErrorsShown(serializers.Serializer[Any]):
    """What is wrong, by field; nested fields as `person.phone`, the body as a whole as `body`."""

    errors = serializers.DictField(child=ListField(child=CharField()))
    hint = CharField(required=False, help_text="replace_names: set it to have names in the text replaced")


class RefusalShown(serializers.Serializer[Any]):
    """Why an act may not be done now, in words; `since` tells what happened after the caller's `seen`."""

    objections = ListField(child=CharField())
    since = EntryShown(many=True)
